"""The page that is printed: nothing of what people typed becomes markup, nothing undefined is printed as nothing."""

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateSyntaxError

from tests.webapp.printing.papers import opinion, paper, short, titles
from webapp.printing.layout import environment, html, in_rows
from webapp.printing.words import word, words

EVIL = '<img src="file:///etc/passwd"><script>1</script>'


@pytest.mark.parametrize("slug", [None, "internal_contact"])
@pytest.mark.parametrize("lang", ["en", "zh_Hant", "zh_Hans"])
def test_every_language_and_layout_is_whole(slug: str | None, lang: str) -> None:
    page = html(paper(lang), slug)
    assert word("serial", lang).main in page
    assert "ICF-2026-000042" in page
    assert "Undefined" not in page


def test_what_people_typed_is_text() -> None:
    main = paper()["main"] | {"long": [short("reason", titles("申請原因", "申请原因", "Reason"), EVIL)]}
    page = html(paper(main=main, applicant=EVIL), "internal_contact")
    assert "<script>" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") == 2


def test_what_a_template_misses_is_an_error() -> None:
    wanting = paper()
    del wanting["applicant"]
    with pytest.raises(UndefinedError):
        html(wanting)


def test_templates_reach_no_objects() -> None:
    template = environment().from_string("{{ ''.__class__.__mro__ }}")
    with pytest.raises(SecurityError):
        template.render()


def test_a_broken_template_is_told() -> None:
    with pytest.raises(TemplateSyntaxError):
        environment().from_string("{% if %}")


def test_labels_are_bilingual() -> None:
    assert word("serial", "en") == ("Serial no.", "流水號", "en", "zh-Hant")
    assert word("serial", "zh_Hans") == ("流水号", "Serial no.", "zh-Hans", "en")
    assert word("action_approve", "zh_Hant").main == "同意"


def test_words_are_there_in_three_languages() -> None:
    assert all(set(texts) == {"en", "zh_Hant", "zh_Hans"} for texts in words().values())


def test_typed_text_keeps_its_characters_and_gets_its_own_glyph_forms() -> None:
    page = html(paper("en", applicant="张伟", opinions=[opinion("site_review", ("a", "b", "c"), "張偉", "approve")]))
    assert '<span lang="zh-Hans" class="typed">张伟</span>' in page
    assert '<span lang="zh-Hant" class="typed">張偉</span>' in page


def test_wide_fields_have_a_row_for_themselves() -> None:
    fields = [{"wide": False}, {"wide": False}, {"wide": True}, {"wide": False}]
    assert [len(row) for row in in_rows(fields)] == [2, 1, 1]


def test_signatures_still_to_come_have_empty_boxes() -> None:
    page = html(paper("en"), "internal_contact")
    assert "Production states supply" in page
    assert "Production states supply" not in html(paper("en", closed=True, waiting=[]), "internal_contact")
