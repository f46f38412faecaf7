"""At an information stand: the next person finds nothing of the last one."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_display import pages_of

REASON = "Warum ist Ihnen das wichtig?"
MINUTE = 60_000  # milliseconds


@pytest.fixture
def page(page):
    page.clock.install()
    page.goto("/impressum/")
    page.goto("/stand/")
    return page


def write(page, text):
    page.get_by_role("radio", name="Verkehr").check()
    page.get_by_label(REASON).fill(text)


def question(page):
    return page.get_by_role("alertdialog", name="Sind Sie noch da?")


def let_it_hear(page):
    """Wait for what the browser tells a moment later: that it scrolled, that a dialog is closed."""
    page.wait_for_timeout(500)


def assert_forgotten(page, text):
    """The start stands there, empty; Back leads before it, Forward to nobody's text."""
    expect(page.get_by_label(REASON)).to_have_value("")
    expect(page.get_by_role("radio", name="Verkehr")).not_to_be_checked()
    page.go_back()
    expect(page).to_have_title("Impressum – Ruhr-Konferenz Dialog")
    page.go_forward()
    expect(page.get_by_label(REASON)).to_have_value("")
    assert text not in page.content()


def test_somebody_takes_part_and_nothing_remains(portal, page):
    write(page, "Vom Stand")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Noch nicht gesendet: Bitte prüfen")
    page.get_by_role("button", name="Ändern Begründung").click()
    expect(page.get_by_label(REASON)).to_be_focused()
    expect(page.locator("#id_reason ~ .count")).to_have_text("Noch 3.991 Zeichen")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke! Ihr Beitrag ist angekommen.")
    assert page.url == f"{portal.url}/stand/"
    qr_code = page.get_by_role("img", name="QR-Code mit dem geheimen Link")
    expect(qr_code).to_be_hidden()
    expect(page.get_by_role("button", name="Beleg drucken")).to_have_count(0)
    page.get_by_text("Beleg zeigen").click()
    expect(qr_code).to_be_visible()
    page.get_by_role("link", name="Fertig").click()
    assert_forgotten(page, "Vom Stand")
    assert portal.rows("SELECT 1 FROM survey_submission WHERE reason = 'Vom Stand'") == [(1,)]


def test_a_slip_is_printed_where_there_is_a_printer(page):
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto("/stand/drucker/")
    write(page, "Mit Drucker")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Jetzt absenden").click()
    page.get_by_role("button", name="Beleg drucken").click()
    assert page.evaluate("printed")
    page.emulate_media(media="print")
    expect(page.get_by_role("img", name="QR-Code mit dem geheimen Link")).to_be_visible()
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


def test_it_asks_whether_somebody_is_there_and_then_begins_anew(page):
    write(page, "Liegen gelassen")
    let_it_hear(page)
    page.clock.fast_forward(2 * MINUTE - 2000)
    expect(question(page)).to_be_hidden()
    page.clock.fast_forward(3000)
    expect(question(page)).to_be_visible()
    expect(page.get_by_role("button", name="Ja, ich bin noch da")).to_be_focused()
    # Any press goes on.
    page.keyboard.press("ArrowDown")
    expect(question(page)).to_be_hidden()
    let_it_hear(page)
    expect(page.get_by_label(REASON)).to_have_value("Liegen gelassen")
    page.clock.fast_forward(2 * MINUTE + 1000)
    expect(question(page)).to_be_visible()
    page.clock.fast_forward(MINUTE - 3000)
    expect(page.get_by_label(REASON)).to_have_value("Liegen gelassen")
    page.clock.fast_forward(5000)
    expect(question(page)).to_be_hidden()
    assert_forgotten(page, "Liegen gelassen")


def test_where_nobody_has_begun_it_asks_nothing(page):
    page.clock.fast_forward(10 * MINUTE)
    page.clock.run_for(2000)
    expect(question(page)).to_be_hidden()


def test_without_a_network_the_text_stays_and_is_sent_later(page, context):
    context.may_fail = True
    write(page, "Bleibt stehen")
    page.route("**/stand/", lambda route: route.abort())
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_text("Das hat gerade nicht geklappt.")).to_be_visible()
    expect(page.get_by_label(REASON)).to_have_value("Bleibt stehen")
    page.unroute("**/stand/")
    page.clock.fast_forward(3000)
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Noch nicht gesendet: Bitte prüfen")


@pytest.mark.parametrize("place", ["main", "contentinfo"])
def test_the_legal_pages_are_read_without_leaving(page, place):
    write(page, "Bleibt stehen")
    page.get_by_role(place).get_by_role("link", name="Datenschutz").click()
    reader = page.get_by_role("dialog", name="Zum Lesen")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Datenschutz")
    expect(reader.get_by_role("link")).to_have_count(0)
    reader.get_by_role("button", name="Schließen").click()
    expect(page.get_by_label(REASON)).to_have_value("Bleibt stehen")


def test_errors_are_shown_there(page, context):
    context.expected.add(422)
    page.get_by_label(REASON).fill("Ohne Thema")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")).to_be_focused()
    expect(page.get_by_label(REASON)).to_have_value("Ohne Thema")


def test_without_javascript_it_works_and_says_how_to_end(browser, browser_context_args):
    window = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = window.new_page()
    page.goto("/stand/")
    write(page, "Ohne Skript")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Ändern Begründung").click()
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke! Ihr Beitrag ist angekommen.")
    expect(page.get_by_text("Von selbst beginnt die Seite")).to_be_visible()
    page.get_by_role("link", name="Fertig").click()
    expect(page.get_by_label(REASON)).to_have_value("")
    window.close()
