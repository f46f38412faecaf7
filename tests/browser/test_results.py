"""From the consent to the project and back, as a citizen and three of staff live it."""

import re
import time

from playwright.sync_api import expect

from tests.browser.test_accessibility import assert_accessible
from tests.portal import PASSWORD

STAFF = """
from django.contrib.auth.models import Group, User
from forums.models import Ministry
for name, roles in (("vera", ["Prüfung"]), ("lea", ["Leitung", "Datenschutz"])):
    user = User.objects.create_user(name, password="%s", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    user.ministries.set(Ministry.objects.filter(slug="verkehr"))
"""
DOORS = ("/ergebnisse/beitraege/", "/ergebnisse/beitraege/daten.json", "/projekte/ein-takt/")
OF_THE_DESK = (
    *("publicnumbers/1/change/", "project/", "project/add/", "sentence/", "sentence/add/"),
    *("publication/", "publication/add/", "publication/schwaerzen/"),
)
REASON = "Frau Zorbalin wartet an der Kampstraße eine Stunde."


def send(page):
    """Take part with consent; return the address of the receipt."""
    page.goto("/themenforen/verkehr/mitmachen/")
    page.get_by_label("Warum ist Ihnen das wichtig?").fill(REASON)
    page.get_by_role("checkbox", name="Mein Text darf").check()
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("angekommen")
    return page.url


def log_in(page, name):
    page.goto("/verwaltung/")
    page.get_by_label("Anmeldename").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=2, name="Meine Arbeit")).to_be_visible()


def answer(portal, page, key):
    """Answer at the desk; ten minutes later the citizen sees it."""
    page.goto(f"/verwaltung/survey/submission/{key}/change/")
    page.locator("#answer summary").click()
    page.get_by_label("Antwort", exact=True).fill("Der Takt wird dichter.")
    page.locator("#answer button[name=step][value=answer]").click()
    expect(page.get_by_text("Antwort gespeichert.")).to_be_visible()
    portal.rows("DELETE FROM survey_heldstep")


def choose(page, key):
    page.goto(f"/verwaltung/survey/submission/{key}/change/")
    page.get_by_role("link", name="Zum Veröffentlichen auswählen").click()
    page.get_by_label("Schwärzen: personenbezogene Angaben").fill("Frau Zorbalin")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("wartet auf den zweiten Blick")).to_be_visible()


def publish(page):
    page.goto("/verwaltung/survey/publication/")
    page.get_by_role("link", name=re.compile("^[A-Z]{4}-[A-Z]{4}$")).click()
    expect(page.get_by_role("button", name="Zweiter Blick: veröffentlichen")).to_be_visible()
    assert_accessible(page, (640,), {"light": {}})
    page.get_by_role("button", name="Zweiter Blick: veröffentlichen").click()
    expect(page.get_by_text("Der Beitrag ist veröffentlicht.")).to_be_visible()


def release_project(page, reference):
    page.goto("/verwaltung/survey/project/add/")
    page.locator("#id_title").fill("Ein Takt")
    page.locator("#id_slug").fill("ein-takt")
    page.get_by_label("Kurzbeschreibung").fill("Alle zehn Minuten.")
    page.locator("#id_field").select_option("mobility")
    page.locator("#id_ministry").select_option(index=1)
    page.get_by_label("Beiträge hinzufügen").fill(reference)
    page.locator("#id_states-0-state").select_option("running")
    page.locator("#id_states-0-since").fill("01.03.2021")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.locator("input[name=_selected_action]").check()
    page.locator("select[name=action]").select_option("release")
    page.get_by_role("button", name="Ausführen").click()
    expect(page.get_by_text("Freigegeben: Ein Takt.")).to_be_visible()


def follow(page, receipt):
    """Go from the receipt to the project and back to what is published; return its address."""
    page.goto(receipt)
    page.get_by_role("link", name="Ein Takt").click()
    page.get_by_role("link", name="Ein Beitrag zum Thema Verkehr").click()
    expect(page.get_by_text("geschwärzt: personenbezogene Angaben")).to_be_visible()
    expect(page.get_by_text("Der Takt wird dichter.")).to_be_visible()
    assert "Zorbalin" not in page.content()
    published = page.url
    page.get_by_role("link", name="Ein Takt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ein Takt")
    return published


def is_gone(page, published):
    shown = "".join(page.request.get(door).text() for door in DOORS)
    return page.request.get(published).status == 410 and "Kampstraße" not in shown


def test_a_contribution_is_published_feeds_a_project_and_goes_again(
    portal, browser, browser_context_args, context, page
):
    portal.manage("shell", "-c", STAFF % PASSWORD)
    receipt = send(page)
    query = "SELECT id, reference FROM survey_submission WHERE reason = %s"
    [(key, reference)] = portal.rows(query, REASON)
    with (
        browser.new_context(**browser_context_args) as at_vera,
        browser.new_context(**browser_context_args) as at_lea,
    ):
        vera, lea = at_vera.new_page(), at_lea.new_page()
        log_in(vera, "vera")
        answer(portal, vera, key)
        choose(vera, key)
        log_in(lea, "lea")
        publish(lea)
        release_project(lea, reference)
        for address in OF_THE_DESK:
            lea.goto(f"/verwaltung/survey/{address}")
            assert_accessible(lea, (640,), {"light": {}})
    published = follow(page, receipt)
    for address in (page.url, published, "/projekte/bericht/2021-12-31/"):
        page.goto(address)
        assert_accessible(page)
    page.goto(receipt)
    page.get_by_text("Zustimmung zurücknehmen").first.click()
    page.get_by_role("button", name="Zustimmung zurücknehmen").click()
    expect(page.get_by_text("Nein, Sie haben nicht zugestimmt.")).to_be_visible()
    until = time.monotonic() + 60
    while not is_gone(page, published):
        assert time.monotonic() < until, "it is still public after a minute"
    context.expected.add(410)
    page.goto(published)
    assert_accessible(page)
