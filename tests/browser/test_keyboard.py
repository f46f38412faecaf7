"""With the keyboard alone."""

from playwright.sync_api import expect


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
