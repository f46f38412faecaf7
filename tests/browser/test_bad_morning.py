"""A bad morning at the desk: wrong key, wrong answer, wrong bulk, wrong import, all taken back; and
the session is over in the middle of an answer."""

from playwright.sync_api import expect

from tests.browser.test_desk import LIST, log_in, portal, press, shows, start, state

__all__ = ["portal", "start"]


def test_after_a_bad_morning_nothing_is_wrong(portal, start, page, context):
    wrong_key_and_answer(portal, page)
    wrong_bulk(portal, page)
    wrong_import(portal, page)
    context.expected.add(403)
    over_in_mid_sentence(portal, page)


def wrong_key_and_answer(portal, page):
    page.goto(f"{LIST}?arbeit=alle")
    page.locator(".field-shown_reference a").first.click()
    shows(page, 1)
    press(page, "g")  # read, though it wasn't
    shows(page, 2)
    press(page, "z")
    shows(page, 1)
    assert state(portal, 1) == "received"

    press(page, "a")
    page.keyboard.type("Das gehört woandershin.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shows(page, 2)
    press(page, "z")
    shows(page, 1)
    field = page.get_by_label("Antwort", exact=True)
    expect(field).to_have_value("Das gehört woandershin.")
    assert state(portal, 1) == "received"


def wrong_bulk(portal, page):
    page.goto(f"{LIST}?arbeit=alle")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("sort_out_many")
    page.locator("button[name=index]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "5 Beiträge als Werbung aussortieren?"
    )
    page.get_by_role("button", name="Als Werbung aussortieren").click()
    expect(page.get_by_text("Erledigt: 5.")).to_be_visible()
    assert state(portal, 5) == "spam"
    press(page, "z")
    expect(page.get_by_text("Zurückgenommen: 5.")).to_be_visible()
    assert {state(portal, number) for number in range(1, 6)} == {"received"}
    steps = portal.rows("SELECT DISTINCT verb, text FROM survey_reviewstep")
    assert steps == [("taken_back", "")]


def wrong_import(portal, page):
    page.goto(f"{LIST}einlesen/")
    rows = "Thema;Begründung\r\nVerkehr;Falsche Datei\r\n".encode()
    file = {"name": "falsch.csv", "mimeType": "text/csv", "buffer": rows}
    page.get_by_label("Datei (CSV oder XLSX)").set_input_files(file)
    page.get_by_label("Wie kam es?").select_option(index=1)
    page.get_by_role("button", name="Prüfen").click()
    page.get_by_role("button", name="1 Beitrag einlesen").click()
    expect(page.locator(".field-shown_reference a")).to_have_count(6)
    page.goto(f"{LIST}einlesen/")
    page.get_by_role("button", name="Zurücknehmen …").click()
    page.get_by_role("button", name="1 Beitrag löschen").click()
    expect(page.get_by_text("nichts mehr da")).to_be_visible()
    assert portal.rows("SELECT count(*) FROM survey_submission") == [(5,)]


def over_in_mid_sentence(portal, page):
    """The session ends while somebody writes: after a login in another window it is sent."""
    page.goto(f"{LIST}?arbeit=alle")
    page.locator(".field-shown_reference a").first.click()
    shows(page, 1)
    press(page, "a")
    page.keyboard.type("Danke, das prüfen wir.")
    portal.rows("DELETE FROM django_session")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Danke, das prüfen wir.")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Melden Sie sich in einem neuen Fenster an").click()
    log_in(opened.value)
    opened.value.close()
    again = page.get_by_role("button", name="Noch einmal senden")
    again.click()
    expect(page.get_by_text("Sie haben sich inzwischen neu angemeldet.")).to_be_visible()
    again.click()
    shows(page, 2)
    assert state(portal, 1) == "answered"
