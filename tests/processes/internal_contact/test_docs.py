"""The page of the process lists its rules, steps and settings."""

import re
from pathlib import Path

from tests.processes.internal_contact.walking import ROOT, compiled, settings

PAGE = (ROOT / "docs/processes/internal_contact.md").read_text(encoding="utf-8")
HERE = Path(__file__).parent
RULES = (*range(1, 12), *range(13, 17))
"""Of this version; ICF-12, following open forms, is the lists' and the weekly report's."""


def test_every_rule_has_its_row_with_its_source() -> None:
    rows = re.findall(r"^\| (ICF-\d+) \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert {f"ICF-{number}" for number in RULES} <= {rule for rule, _ in rows}
    assert all(re.match(r"[34]: \d", source) for _, source in rows)


def test_every_rule_of_this_version_has_a_test() -> None:
    tests = "".join(file.read_text(encoding="utf-8") for file in HERE.glob("test_*.py"))
    assert {f"test_icf{number}_" for number in RULES} <= set(re.findall(r"test_icf\d+_", tests))


def test_every_step_and_setting_is_named() -> None:
    names = {path.rpartition("/")[2] for path in compiled().steps} | set(settings())
    assert {name for name in names if f"`{name}`" not in PAGE} == set()
