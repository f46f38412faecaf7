"""The main journey in a real browser against the real server, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from ruhrdialog.lib.codes import receipt_hash
from tests.pages import MISTYPED
from tests.portal import ADMINISTRATOR, PASSWORD


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def browser_context_args(browser_context_args, request):
    return browser_context_args | {"java_script_enabled": request.param}


def forget_the_topic(page):
    """Make the one possible error, and be led to it."""
    page.get_by_label("Warum ist Ihnen das wichtig?").fill("Der Bus ist voll.\nImmer.")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page).to_have_title(re.compile("^Fehler: "))
    expect(page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")).to_be_focused()
    page.get_by_role("link", name="Bitte wählen Sie ein Thema.").click()
    expect(page.locator("#id_forum")).to_be_focused()


def check_the_row(portal, code):
    """Look at what was stored, and return the number by which it is shown."""
    [row] = portal.rows(
        "SELECT f.slug, a.slug, s.reason, s.proposal, s.publication_consent, s.state, s.reference,"
        " (SELECT array_agg(slug ORDER BY slug) FROM forums_forum"
        "  WHERE id = ANY(s.further_interests))"
        " FROM survey_submission s JOIN forums_forum f ON f.id = s.forum_id"
        " JOIN forums_forum a ON a.id = s.assigned_forum_id WHERE receipt_hash = %s",
        receipt_hash(code),
    )
    reference = row[6]
    assert row == (
        *("verkehr", "verkehr", "Der Bus ist voll.\nImmer.", "Mehr Busse am Abend 🚌"),
        *(True, "received", reference, ["arbeit", "ehrenamt"]),
    )
    assert portal.rows("SELECT 1 FROM survey_subscription WHERE address = 'person@example.org'")
    return f"{reference[:4]}-{reference[4:]}"


def test_a_citizen_takes_part_and_the_administrator_sees_it(portal, context, page):
    context.expected.add(422)
    page.goto("/")
    page.get_by_role("link", name="Verkehr").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verkehr")
    menu = page.get_by_role("navigation", name="Hauptmenü")
    menu.get_by_role("link", name="Mitmachen").click()

    forget_the_topic(page)

    # Then all five answers.
    expect(page.get_by_text("Wie vernetzen wir die Metropolregion Ruhr?")).to_be_hidden()
    page.get_by_role("radio", name="Verkehr").check()
    expect(page.get_by_text("Wie vernetzen wir die Metropolregion Ruhr?")).to_be_visible()
    expect(page.get_by_label("Warum ist Ihnen das wichtig?")).to_have_value(
        "Der Bus ist voll.\nImmer."
    )
    page.get_by_label("Haben Sie einen konkreten").fill("Mehr Busse 🚌")
    page.get_by_text("Weitere Themen auswählen").click()
    page.get_by_role("checkbox", name="Arbeit", exact=True).check()
    page.get_by_role("checkbox", name="Ehrenamt").check()
    page.get_by_role("checkbox", name="Mein Text darf").check()
    page.get_by_label("Ihre E-Mail-Adresse (freiwillig)").fill("person@example.org")
    page.get_by_role("button", name="Weiter zum Prüfen").click()

    # "Ändern" and back.
    expect(page.get_by_role("heading", level=1)).to_have_text("Noch nicht gesendet: Bitte prüfen")
    page.get_by_role("button", name="Ändern Verbesserungsvorschlag").click()
    expect(page).to_have_url(f"{portal.url}/mitmachen/#id_proposal")
    expect(page.get_by_role("radio", name="Verkehr")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Ehrenamt")).to_be_checked()
    page.get_by_label("Haben Sie einen konkreten").fill("Mehr Busse am Abend 🚌")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_text("Mehr Busse am Abend 🚌")).to_be_visible()
    page.get_by_role("button", name="Jetzt absenden").click()

    # The receipt, and the row in Postgres.
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke! Ihr Beitrag ist angekommen.")
    expect(page.get_by_role("group", name="Bitte bestätigen Sie noch")).to_be_visible()
    shown = check_the_row(portal, re.search(r"/beleg/(\w+)/\?gespeichert=", page.url)[1])
    expect(page.get_by_text(shown)).to_be_visible()
    assert context.cookies() == []

    # The administrator sees it.
    page.goto("/verwaltung/survey/submission/")
    page.get_by_label("Anmeldename").fill(ADMINISTRATOR)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_role("link", name=shown).click()
    text = page.get_by_role("region", name="Was die Bürgerin oder der Bürger schrieb")
    expect(text).to_contain_text("Mehr Busse am Abend 🚌")
    expect(page.get_by_text("person@example.org")).to_have_count(0)


def test_the_address_that_was_meant_is_taken_by_its_button_and_never_by_enter(context, page):
    context.expected.add(422)
    page.goto("/mitmachen/")
    page.get_by_label("Ihre E-Mail-Adresse (freiwillig)").fill(MISTYPED)
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("button", name="Ja, diese Adresse nehmen")).to_be_visible()
    page.get_by_role("radio", name="Verkehr").check()
    page.get_by_label("Ihre E-Mail-Adresse (freiwillig)").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")
    expect(page.get_by_text(MISTYPED)).to_be_visible()
    page.get_by_role("button", name="Ja, diese Adresse nehmen").click()
    expect(page.get_by_text(MISTYPED)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")
    expect(page.get_by_role("button", name="Ja, diese Adresse nehmen")).to_be_hidden()


def ask(portal, reason, verb="asked_back", text="Welche Linie meinen Sie?"):
    """Ask back, or answer, as the desk does it; verb and state have the same name."""
    portal.rows(
        "WITH taken AS (UPDATE survey_submission SET state = %s WHERE reason = %s RETURNING id)"
        " INSERT INTO survey_reviewstep (submission_id, verb, state, day, text, note)"
        " SELECT id, %s, %s, current_date, %s, '' FROM taken",
        *(verb, reason, verb, verb, text),
    )
