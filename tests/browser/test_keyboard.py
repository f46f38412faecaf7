"""With the keyboard alone."""

import pytest
from playwright.sync_api import expect

from survey.submissions.consent import WORDING_VERSION, WORDINGS

FOCUSED = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const label = element.labels?.[0] ?? element;
    return {
        name: (element.innerText || label.innerText || element.name).trim(),
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        top: box.top + scrollY, left: box.left, inView: box.bottom > 0 && box.top < innerHeight,
    };
}"""


def test_the_skip_link_is_first_and_leads_to_the_content(page):
    page.goto("/themenforen/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Zum Inhalt springen")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(
    "address", ["/", "/themenforen/", "/themenforen/verkehr/", "/mitmachen/", "/faq/", "/beleg/"]
)
def test_every_stop_has_a_visible_focus_and_there_is_no_trap(page, address):
    page.goto(address)
    names, last = [], None
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:  # past the last stop, back in the browser's own controls
            break
        assert focused["outline"] >= 2, focused
        assert focused["inView"], focused
        names.append(focused["name"])
        last = focused
    else:
        pytest.fail(f"{address} holds the focus: {names[-5:]}")
    assert names[:2] == ["Zum Inhalt springen", "Ruhr-Konferenz – Dialog"]
    assert last["name"] == "Impressum"


def test_the_order_of_the_survey_is_that_of_its_questions(page):
    page.goto("/mitmachen/")
    order = []
    while (focused := page.evaluate(FOCUSED)) is None or focused["name"] != "Weiter zum Prüfen":
        page.keyboard.press("Tab")
        order.append(page.evaluate(FOCUSED)["name"])
    assert order[-7:] == [
        "Warum ist Ihnen das wichtig?",
        "Haben Sie einen konkreten Verbesserungsvorschlag?",
        WORDINGS[WORDING_VERSION],
        "Weitere Themen auswählen",
        "Datenschutz",
        "Ihre E-Mail-Adresse (freiwillig)",
        "Weiter zum Prüfen",
    ]


def test_nobody_meets_the_field_that_only_programs_fill(page):
    page.goto("/mitmachen/")
    field = page.locator("[name=betreff]")
    expect(field).to_have_count(1)
    expect(field).to_be_hidden()
    assert "leer lassen" not in page.locator("main").aria_snapshot()
    expect(field).to_have_attribute("autocomplete", "off")
