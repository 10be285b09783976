"""The conformance tests of the standard (DMN TCK), where they lie beside the project."""

import importlib.util
import warnings
from pathlib import Path
from types import ModuleType

CONFORMANCE = Path(__file__).parents[4] / "shared" / "conformance"
OUT_OF_SCOPE = "0076-feel-external-java"


def runner() -> ModuleType | None:
    """The TCK's runner, or None where it is not at hand."""
    path = CONFORMANCE / "tck.py"
    spec = importlib.util.spec_from_file_location("tck", path) if path.exists() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spec.loader.exec_module(module)
    return module


def folders(level: int) -> list[str]:
    return sorted(str(each) for each in (CONFORMANCE / "dmn-tck" / f"compliance-level-{level}").glob("*"))


def test_level_2_passes_whole() -> None:
    tck = runner()
    if tck is not None:
        right, total, _, _, wrong = tck.run(folders(2))
        assert (right, wrong) == (total, [])


def test_level_3_passes_but_for_what_docs_decisions_feel_lists() -> None:
    tck = runner()
    if tck is not None:
        wrong = tck.run([each for each in folders(3) if not each.endswith(OUT_OF_SCOPE)])[4]
        assert [line.partition("#")[2].partition(" ")[0] for line in wrong] == [
            "time_005",
            "datetime_003_a",
            "K2-MatchesFunc-17",
        ]
