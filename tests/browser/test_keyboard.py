"""With the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

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


def test_a_topic_is_chosen_and_sent_to_the_check_page(page):
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Integration").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Sicherheit")).to_be_checked()
    page.get_by_role("button", name="Weiter zum Prüfen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")


def test_the_leitfrage_is_told_to_a_screen_reader(page):
    page.goto("/mitmachen/")
    radio = page.get_by_role("radio", name="Verkehr")
    expect(radio).to_have_accessible_description("Wie vernetzen wir die Metropolregion Ruhr?")


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
    assert order[-6:] == [
        "Warum ist Ihnen das wichtig?",
        "Haben Sie einen konkreten Verbesserungsvorschlag?",
        "Mein Text darf ohne meinen Namen veröffentlicht werden. Wir prüfen ihn vorher.",
        "Weitere Themen auswählen",
        "Ihre E-Mail-Adresse (freiwillig)",
        "Weiter zum Prüfen",
    ]


def test_the_whole_journey_needs_no_mouse(page):
    def tab_to(name):
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused and focused["name"].startswith(name):
                return
        pytest.fail(f"No stop is called {name}.")

    page.goto("/")
    tab_to("Jetzt mitmachen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/mitmachen/$"))
    tab_to("Integration")
    page.keyboard.press("Space")
    tab_to("Warum ist Ihnen")
    page.keyboard.type("Mit der Tastatur")
    tab_to("Weiter zum Prüfen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")
    tab_to("Jetzt absenden")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
    tab_to("Beitrag zurückziehen")
    page.keyboard.press("Enter")
    tab_to("Ja, Beitrag löschen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zurückgezogen und gelöscht")
