"""What is filled in wrongly is said at its field, in words, and nothing that was typed is lost (ICF-2)."""

from __future__ import annotations

import pytest

from tests.browser.office import Office
from tests.browser.person import Visitor

pytestmark = pytest.mark.browser
RARE = "𠮷田"
QUANTITIES = {
    "-1": "more than 0",
    "0": "more than 0",
    "1.0001": "At most 3 decimal places",
    "兩把": "“兩把” is not a number",
    "": "Please fill this in.",
}
LONG = "備件用罄，" * 1000


def form(office: Office) -> Visitor:
    """The empty form, with a reason typed."""
    return office.person("site.staff").open("/start/internal_contact").fill(site="n1", reason="漏油")


def refused(page: Visitor, office: Office) -> Visitor:
    """Send the form, which must come back with everything in it."""
    page.press("submit")
    assert (page.status, office.requests()) == (422, [])
    assert page.value("reason") == "漏油"
    return page


def test_icf2_an_empty_form_says_what_is_needed_where(office: Office) -> None:
    page = office.person("site.staff").open("/start/internal_contact").press("submit")
    assert page.status == 422
    assert page.fault("reason") == "Please fill this in."
    assert "at least one line" in page.page.locator("#f-tools-fault").inner_text()
    summary = page.page.locator("[data-focus]")
    assert summary.evaluate("one => one === document.activeElement"), "a screen reader begins at the summary"
    summary.locator("a", has_text="Reason").click()
    assert page.field("reason").evaluate("one => one === document.activeElement")


def test_icf2_quantities_that_are_none_are_each_told_at_their_field(office: Office) -> None:
    page = form(office)
    for row, quantity in enumerate(QUANTITIES):
        page.line("tools", "T-001", quantity, row)
    refused(page, office)
    for row, (quantity, told) in enumerate(QUANTITIES.items()):
        assert told in page.fault(f"tools.{row}.quantity")
        assert (page.value(f"tools.{row}.code"), page.value(f"tools.{row}.quantity")) == ("T-001", quantity)
    page.fill(**{f"tools__{row}__quantity": "2" for row in range(len(QUANTITIES))}).press("submit")
    assert len(office.requests()) == 1


def test_icf2_a_code_that_the_catalogue_does_not_know(office: Office) -> None:
    page = refused(form(office).line("tools", "X-999", "1").line("spare_parts", "S-001", "2"), office)
    assert "no material with the code “X-999”" in page.fault("tools.0.code")
    assert not page.fault("spare_parts.0.code")
    assert page.value("spare_parts.0.quantity") == "2"


def test_icf2_501_lines_are_too_many_and_none_is_lost(office: Office) -> None:
    page = form(office)
    page.page.evaluate(
        """() => {
            const form = document.querySelector(".request-form");
            const add = (name, value) => {
                const input = Object.assign(document.createElement("input"), {type: "hidden", name, value});
                form.append(input);
            };
            for (let row = 1; row < 501; row++) {
                add(`tools.${row}.code`, "T-001");
                add(`tools.${row}.quantity`, "1");
            }
        }"""
    )
    page.line("tools", "T-001", "1")
    refused(page, office)
    assert "At most 500 lines" in page.page.locator("#f-tools-fault").inner_text()
    assert page.page.locator("[name$='.quantity'][name^='tools.']").count() == 501
    with page.page.expect_event("load"):
        page.page.evaluate("document.querySelector(\"[name='tools.500.code']\").value = ''")
        page.page.evaluate("document.querySelector(\"[name='tools.500.quantity']\").value = ''")
        page.button("submit").click()
    assert office.follow().number == "ICF-2026-000001"
    assert len(office.walk.data()["tools"]) == 500


def test_a_rare_character_in_a_name_stays_what_it_is(office: Office) -> None:
    office.is_called("site.staff", RARE)
    page = form(office).fill(reason="𠮷野家旁").line("tools", "T-001", "1").press("submit")
    assert "𠮷野家旁" in page.text
    assert RARE in page.page.locator("#trail").inner_text()
    number = str(office.follow().number)
    assert number in page.open("/mine?q=𠮷").text


def test_icf2_a_reason_of_5000_characters_is_kept_whole(office: Office) -> None:
    assert len(LONG) == 5000
    form(office).fill(reason=LONG).line("tools", "T-001", "1").press("submit")
    assert (office.follow().status.value, office.walk.data()["reason"]) == ("open", LONG)


def test_icf2_a_reason_that_is_longer_is_refused_at_its_field_and_kept(office: Office) -> None:
    page = form(office).line("tools", "T-001", "1")
    page.field("reason").evaluate("one => one.removeAttribute('maxlength')")
    page.fill(reason=LONG + "急").press("submit")
    assert (page.status, office.requests()) == (422, [])
    assert "at most 5000 characters, there are 5001" in page.fault("reason")
    assert page.value("reason") == LONG + "急"
