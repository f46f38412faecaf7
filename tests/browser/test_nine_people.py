"""Nine people take part, each in their own way, on a portal in the middle of its survey."""

import os
import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from survey.participation.models import SurveyPeriod
from tests.browser.test_journey import ask
from tests.browser.test_keyboard import FOCUSED
from tests.browser.test_lost_network import click_and_go_back
from tests.portal import running_portal

REASON, PROPOSAL = "Warum ist Ihnen das wichtig?", "Haben Sie einen konkreten"
CHECK, SEND = "Weiter zum Prüfen", "Jetzt absenden"
TO_CHECK = "Noch nicht gesendet: Bitte prüfen"
THANKS = "Danke! Ihr Beitrag ist angekommen."
ARABIC = "أريد دروسا في اللغة الألمانية بالقرب من بيتي"
CLOSES = datetime.combine(
    timezone.localdate() + timedelta(days=40), time(), timezone.get_default_timezone()
)
DEVICES = {
    "test_a_commuter_in_a_tunnel": {"viewport": {"width": 390, "height": 844}},
    "test_an_old_phone_without_script": {
        "viewport": {"width": 320, "height": 568},
        "java_script_enabled": False,
    },
    "test_a_family_with_one_tablet": {"viewport": {"width": 820, "height": 1180}},
    "test_somebody_with_little_german": {
        "viewport": {"width": 390, "height": 844},
        "locale": "ar",
    },
    "test_a_visitor_by_a_shared_link": {"viewport": {"width": 390, "height": 844}},
}


@pytest.fixture(scope="module")
def portal(django_db_setup, tmp_path_factory):
    """A portal with an end of the survey, 57 submissions, 23 of them read, and an update."""
    folder = tmp_path_factory.mktemp("portal")
    with running_portal(os.environ["DATABASE_URL"], folder) as portal:
        portal.rows(
            "INSERT INTO survey_surveyperiod (id, closes_at, text_before, text_after)"
            " VALUES (1, %s, '', '') ON CONFLICT (id) DO UPDATE SET closes_at = excluded.closes_at",
            CLOSES,
        )
        portal.rows(
            "INSERT INTO survey_submission (id, receipt_hash, reference, day, source, forum_id,"
            " assigned_forum_id, other_topic, reason, proposal, further_interests,"
            " publication_consent, state, check_reason, signature, version)"
            " SELECT gen_random_uuid(), sha256(n::text::bytea),"
            " translate(lpad(n::text, 8, '0'), '0123456789', 'BCDFGHJKLM'), current_date, 'portal',"
            " forum.id, forum.id, '', 'Grund', '', '{}', false,"
            " CASE WHEN n <= 23 THEN 'read' ELSE 'received' END, '', '{}', 0"
            " FROM generate_series(1, 57) n, forums_forum forum WHERE forum.slug = 'arbeit'",
        )
        portal.rows(
            "INSERT INTO survey_update (title, slug, text, published_at, published_by_id)"
            " SELECT 'Der Radweg kommt', 'radweg', 'Bald.', now(), id FROM auth_user"
        )
        by_night = "from survey.upkeep.tasks import renew_public_numbers as renew; renew(0)"
        portal.manage("shell", "--command", by_night)
        yield portal


@pytest.fixture
def browser_context_args(browser_context_args, request):
    return browser_context_args | DEVICES.get(request.node.name, {})


def heading(page):
    return page.get_by_role("heading", level=1)


def go_on(page):
    page.get_by_role("button", name=CHECK).click()
    expect(heading(page)).to_have_text(TO_CHECK)


def send(page):
    """Send from the check page; return the address of the receipt."""
    page.get_by_role("button", name=SEND).click()
    expect(heading(page)).to_have_text(THANKS)
    return page.url


def choose_another_topic(page):
    """Choose one in own words on the page that a shared link opened."""
    page.get_by_text("Anderes Thema wählen").click()
    page.get_by_role("radio", name="Ein anderes Thema").check()
    expect(page.get_by_text("Ihr Thema: Verkehr")).to_be_hidden()
    expect(page.get_by_text("Sie haben ein anderes Thema gewählt")).to_be_visible()
    page.get_by_label("Ihr Thema in eigenen Worten").fill("Spielplätze")


def answer(page, text):
    """Answer the forum's question, at first with nothing."""
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")).to_be_focused()
    page.get_by_label("Ihre Antwort").fill(text)
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_role("status").filter(has_text="gespeichert")).to_be_focused()
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_role("link", name="Text oder Themen ändern")).to_have_count(0)


def assert_written_from_the_right(page, text):
    """Look at a text as it is typed or shown; around it the page stays German."""
    sides = """text => [...document.querySelectorAll("textarea, input[type=text], .as-typed")]
        .filter(part => (part.value ?? part.textContent).trim() === text)
        .map(part => getComputedStyle(part).direction)"""
    assert set(page.evaluate(sides, text)) == {"rtl"}
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"


def test_a_commuter_in_a_tunnel(page, context):
    context.may_fail = True
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Verkehr").check()
    page.get_by_label(REASON).fill("Vor dem Tunnel")
    click_and_go_back(page, CHECK)
    expect(page.get_by_label(REASON)).to_have_value("Vor dem Tunnel")
    expect(page.get_by_role("radio", name="Verkehr")).to_be_checked()
    go_on(page)
    click_and_go_back(page, SEND)
    page.get_by_role("button", name="Ändern Begründung").click()
    page.get_by_label(REASON).fill("Im Tunnel")
    click_and_go_back(page, CHECK)
    expect(page.get_by_label(REASON)).to_have_value("Im Tunnel")
    # The device knows that it is offline: the click is held, and goes on by itself.
    context.set_offline(True)
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_text("Ihr Gerät hat gerade kein Netz.")).to_be_visible()
    expect(page.get_by_label(REASON)).to_have_value("Im Tunnel")
    context.set_offline(False)
    expect(heading(page)).to_have_text(TO_CHECK)
    expect(page.get_by_text("Im Tunnel")).to_be_visible()
    # The rest in the evening.
    page.get_by_role("button", name="Später weiterschreiben").click()
    expect(heading(page)).to_have_text("Ihr Entwurf ist gespeichert")
    draft = page.get_by_role("link", name="/mitmachen/entwurf/").get_attribute("href")
    page.goto(draft)
    expect(page.get_by_role("radio", name="Verkehr")).to_be_checked()
    expect(page.get_by_label(REASON)).to_have_value("Im Tunnel")
    page.get_by_label(PROPOSAL).fill("Ein Netz im Tunnel")
    go_on(page)
    send(page)
    context.expected.add(404)
    page.goto(draft)
    expect(heading(page)).to_have_text("Dieser Entwurf ist nicht da")


def hear_of_two_mistakes(page, topics):
    """Give no topic and half an address: both are told at once, each link leads to its field."""
    address = page.get_by_role("textbox", name="Ihre E-Mail-Adresse (freiwillig)")
    address.fill("person@")
    page.get_by_role("button", name=CHECK).click()
    expect(page).to_have_title("Fehler: Mitmachen – Ruhr-Konferenz Dialog")
    mistakes = page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")
    expect(mistakes).to_be_focused()
    mistakes.get_by_role("link").first.click()
    expect(topics).to_be_focused()
    expect(topics).to_have_accessible_description(re.compile("Bitte wählen Sie ein Thema"))
    mistakes.get_by_role("link").last.click()
    expect(address).to_be_focused()
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_have_accessible_description(re.compile("E-Mail-Adresse"))
    address.fill("")


def hear_what_is_saved(page):
    """Change the text and take the consent back: a status says so and has the focus."""
    page.get_by_role("link", name="Text oder Themen ändern").click()
    page.get_by_role("textbox", name=REASON).fill("Die Ansagen fehlen im Bus.")
    page.get_by_role("button", name="Änderung speichern").click()
    said = page.get_by_role("status").filter(has_text="Ihre Änderung ist gespeichert.")
    expect(said).to_be_focused()
    page.get_by_text("Zustimmung zurücknehmen").first.click()
    publication = page.get_by_role("form", name="Veröffentlichung")
    publication.get_by_role("button", name="Zustimmung zurücknehmen").click()
    said = page.get_by_role("status").filter(has_text="Ihre Zustimmung ist zurückgenommen.")
    expect(said).to_be_focused()


def test_a_blind_pensioner(page, context):
    context.expected.add(422)
    page.goto("/")
    expect(page).to_have_title("Was soll im Ruhrgebiet besser werden? – Ruhr-Konferenz Dialog")
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    menu = page.get_by_role("navigation", name="Hauptmenü")
    menu.get_by_role("link", name="Mitmachen").click()
    expect(page).to_have_title("Mitmachen – Ruhr-Konferenz Dialog")
    expect(menu.get_by_role("link", name="Mitmachen")).to_have_attribute("aria-current", "page")
    topics = page.get_by_role("group", name="Welches Thema ist Ihnen wichtig?")
    expect(topics.get_by_role("radio")).to_have_count(21)
    question = "Wie vernetzen wir die Metropolregion Ruhr?"
    expect(page.get_by_role("radio", name="Verkehr")).to_have_accessible_description(question)
    page.get_by_role("textbox", name=REASON).fill("Die Ansagen fehlen.")
    hear_of_two_mistakes(page, topics)
    page.get_by_role("radio", name="Verkehr").check()
    page.get_by_role("checkbox", name=re.compile("^Mein Text darf")).check()
    page.get_by_role("button", name=CHECK).click()
    expect(page).to_have_title("Bitte prüfen – noch nicht gesendet – Ruhr-Konferenz Dialog")
    expect(heading(page)).to_have_text(TO_CHECK)
    step = page.get_by_role("listitem").filter(has_text=re.compile("^Prüfen$"))
    expect(step).to_have_attribute("aria-current", "step")
    page.get_by_role("button", name="Ändern Begründung").click()
    expect(page.get_by_role("textbox", name=REASON)).to_be_focused()
    go_on(page)
    send(page)
    expect(page).to_have_title(f"{THANKS} – Ruhr-Konferenz Dialog")
    way = page.get_by_role("region", name="Der Weg Ihres Beitrags")
    expect(way.get_by_role("listitem")).to_have_attribute("aria-current", "step")
    hear_what_is_saved(page)


def test_a_keyboard(portal, page):
    def tab_to(name, within):
        """Press Tab until something of that name has the focus."""
        for _ in range(within):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused and focused["name"].startswith(name):
                assert focused["outline"] >= 2, focused
                assert focused["inView"], focused
                return
        pytest.fail(f"No stop of the next {within} is called {name}.")

    def skip_to_the_content():
        tab_to("Zum Inhalt springen", 1)
        page.keyboard.press("Enter")

    page.goto("/")
    skip_to_the_content()
    tab_to("Jetzt mitmachen", 1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/mitmachen/$"))
    skip_to_the_content()
    tab_to("Integration", 5)  # after two links and the search; all topics are one stop
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Sicherheit")).to_be_checked()
    tab_to("Warum ist Ihnen", 1)
    page.keyboard.type("Mit der Tastatur")
    tab_to(CHECK, 8)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(TO_CHECK)
    skip_to_the_content()
    tab_to(SEND, 3)  # after one "Ändern" for each answer
    page.keyboard.press("Space")
    expect(heading(page)).to_have_text(THANKS)
    receipt = page.url
    skip_to_the_content()
    tab_to("Beitrag zurückziehen", 7)
    page.keyboard.press("Enter")
    tab_to("Ja, Beitrag löschen", 1)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Zurückgezogen und gelöscht")
    assert page.url == receipt
    assert not portal.rows("SELECT 1 FROM survey_submission WHERE reason = 'Mit der Tastatur'")


def test_an_old_phone_without_script(portal, page, context):
    context.may_fail = True
    context.expected.add(422)

    def fits():
        return page.evaluate("document.documentElement.scrollWidth") <= 320

    page.goto("/themenforen/verkehr/mitmachen/")
    expect(page.get_by_text("Ihr Thema: Verkehr")).to_be_visible()
    page.get_by_label(REASON).fill("Bleibt stehen")
    click_and_go_back(page, CHECK, "connectionrefused")  # as while the server restarts
    expect(page.get_by_label(REASON)).to_have_value("Bleibt stehen")
    choose_another_topic(page)
    assert fits()
    go_on(page)
    expect(page.get_by_text("Spielplätze")).to_be_visible()
    assert fits()
    page.go_back()
    page.get_by_text("Anderes Thema wählen").click()
    expect(page.get_by_role("radio", name="Ein anderes Thema")).to_be_checked()
    expect(page.get_by_label(REASON)).to_have_value("Bleibt stehen")
    page.get_by_role("button", name="Später weiterschreiben").click()
    expect(heading(page)).to_have_text("Ihr Entwurf ist gespeichert")
    assert fits()
    page.get_by_role("link", name="Gleich weiterschreiben").click()
    expect(page.get_by_label("Ihr Thema in eigenen Worten")).to_have_value("Spielplätze")
    page.get_by_label(REASON).fill("Ohne Skript")
    go_on(page)
    receipt = send(page)
    assert fits()
    expect(page.get_by_text("„Zurück“ führt danach auch wieder zu diesem Beleg")).to_be_visible()
    page.get_by_role("link", name="Text oder Themen ändern").click()
    page.get_by_label(REASON).fill("Ohne Skript geändert")
    assert fits()
    page.get_by_role("button", name="Änderung speichern").click()
    expect(page.get_by_text("Ohne Skript geändert")).to_be_visible()
    ask(portal, "Ohne Skript geändert")
    page.goto(receipt)
    answer(page, "Die am Park")
    page.get_by_text("Beitrag zurückziehen").click()
    page.get_by_role("button", name="Ja, Beitrag löschen").click()
    expect(heading(page)).to_have_text("Zurückgezogen und gelöscht")
    assert not portal.rows("SELECT 1 FROM survey_submission WHERE reason ~ '^Ohne Skript'")


def test_a_family_with_one_tablet(portal, page, context):
    context.expected.add(409)
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Arbeit", exact=True).check()
    page.get_by_label(REASON).fill("Von der Mutter")
    go_on(page)
    receipt = send(page)
    page.get_by_role("link", name="Noch ein Beitrag").click()
    expect(page.get_by_role("radio", name="Arbeit", exact=True)).not_to_be_checked()
    expect(page.get_by_label(REASON)).to_have_value("")
    page.go_back()  # leads past the receipt
    expect(heading(page)).to_have_text(TO_CHECK)
    assert receipt not in page.evaluate("navigation.entries().map(entry => entry.url)")
    page.go_forward()
    page.get_by_role("radio", name="Sport und Events").check()
    page.get_by_label(REASON).fill("Vom Kind")
    go_on(page)
    send(page)
    # The brother goes back and writes over it.
    page.go_back()
    page.go_back()
    expect(page.get_by_role("radio", name="Sport und Events")).to_be_checked()
    expect(page.get_by_label(REASON)).to_have_value("Vom Kind")
    page.get_by_label(REASON).fill("Vom Bruder")
    go_on(page)
    page.get_by_role("button", name=SEND).click()
    expect(heading(page)).to_have_text("Ein erster Beitrag ist schon angekommen")
    page.get_by_role("button", name="Als weiteren Beitrag senden").click()
    expect(heading(page)).to_have_text(THANKS)
    # In town, at an information stand.
    page.goto("/stand/")
    page.get_by_role("radio", name="Gesundheit").check()
    page.get_by_label(REASON).fill("Vom Opa")
    go_on(page)
    page.get_by_role("button", name=SEND).click()
    expect(heading(page)).to_have_text(THANKS)
    expect(page.get_by_role("img", name="QR-Code mit dem geheimen Link")).to_be_hidden()
    page.get_by_role("link", name="Fertig").click()
    expect(page.get_by_label(REASON)).to_have_value("")
    written = portal.rows("SELECT reason FROM survey_submission WHERE reason ~ '^Vo(m|n) '")
    assert {reason for (reason,) in written} == {
        *("Von der Mutter", "Vom Kind", "Vom Bruder", "Vom Opa")
    }


def test_somebody_with_little_german(page):
    page.goto("/leichte-sprache/")
    page.get_by_role("link", name="Jetzt mitmachen").click()
    page.get_by_role("radio", name="Ein anderes Thema").check()
    topic = page.get_by_label("Ihr Thema in eigenen Worten")
    topic.fill(ARABIC)
    page.get_by_label(REASON).fill(f"{ARABIC}.")
    for text in (ARABIC, f"{ARABIC}."):
        assert_written_from_the_right(page, text)
    go_on(page)
    for text in (ARABIC, f"{ARABIC}."):
        assert_written_from_the_right(page, text)
    send(page)
    for text in (ARABIC, f"{ARABIC}."):
        assert_written_from_the_right(page, text)
    # The browser may translate the page, but neither number nor code.
    for part in (".reference", ".code"):
        expect(page.locator(part)).to_have_attribute("translate", "no")
    page.get_by_role("link", name="Text oder Themen ändern").click()
    expect(page.get_by_label("Ihr Thema in eigenen Worten")).to_have_value(ARABIC)
    assert_written_from_the_right(page, f"{ARABIC}.")


def shown_by_a_messenger(page):
    parts = page.locator("meta[property^='og:']").all()
    shown = {part.get_attribute("property"): part.get_attribute("content") for part in parts}
    return shown["og:url"], shown["og:title"], shown["og:description"], shown["og:image"]


def test_a_visitor_by_a_shared_link(portal, page):
    survey = f"{portal.url}/mitmachen/"
    shared = f"{portal.url}/themenforen/verkehr/mitmachen/"
    question = "Wie vernetzen wir die Metropolregion Ruhr?"
    page.goto(shared)
    url, title, text, image = shown_by_a_messenger(page)
    assert (url, title, text) == (shared, "Verkehr", question)
    assert page.request.get(image).headers["content-type"] == "image/png"
    expect(page.get_by_text("Ihr Thema: Verkehr")).to_be_visible()
    page.get_by_label(REASON).fill("Bleibt stehen")
    go_on(page)
    assert shown_by_a_messenger(page)[:2] == (shared, "Verkehr")
    page.go_back()
    choose_another_topic(page)
    go_on(page)
    expect(page.get_by_text("Spielplätze")).to_be_visible()
    expect(page.get_by_text("Bleibt stehen")).to_be_visible()
    receipt = send(page)
    # The phone's menu and the page's own box share the survey, never the receipt.
    assert shown_by_a_messenger(page)[0] == survey
    assert page.locator("link[rel=canonical]").get_attribute("href") == survey
    box = page.get_by_role("region", name="Die Befragung weitersagen")
    expect(box.get_by_text(survey)).to_be_visible()
    box.get_by_text("Per E-Mail, WhatsApp oder SMS").click()
    links = box.get_by_role("link").evaluate_all("links => links.map(link => link.href)")
    assert links
    assert not [link for link in links if receipt.split("/beleg/")[1].strip("/") in link]


def test_a_journalist(portal, page, context):
    tables = portal.rows(
        "SELECT string_agg(format('SELECT %%L, count(*) FROM %%I', tablename, tablename),"
        " ' UNION ALL ') FROM pg_tables WHERE schemaname = 'public'"
    )[0][0]
    before = portal.rows(tables)
    page.goto("/")
    expect(page.get_by_text(f"Noch bis {SurveyPeriod(closes_at=CLOSES).end}").first).to_be_visible()
    way = page.get_by_role("region", name="Der Weg Ihres Beitrags")
    expect(way.get_by_role("listitem").first).to_have_attribute("aria-current", "step")
    expect(way).to_contain_text("Rund 50 Beiträge sind schon da.")
    expect(way).to_contain_text("Rund 20 sind gelesen.")
    page.get_by_role("region", name="Die wichtigsten Fragen").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/faq/[a-z-]+/$"))
    footer = page.get_by_role("navigation", name="Fußzeile")
    footer.get_by_role("link", name="Neuigkeiten").click()
    feed = page.locator("link[rel=alternate]").get_attribute("href")
    assert "Der Radweg kommt" in page.request.get(feed).text()
    page.get_by_role("link", name="Der Radweg kommt").click()
    expect(heading(page)).to_have_text("Der Radweg kommt")
    for name in ("Datenschutz", "Impressum"):
        footer.get_by_role("link", name=name).click()
        expect(heading(page)).to_have_text(name)
    assert portal.rows(tables) == before
    assert context.storage_state() == {"cookies": [], "origins": []}


def open_by_what_is_at_hand(page, code, number):
    """Type half of the code, then only the number, then the code as it stands on paper."""
    page.goto("/")
    page.get_by_role("link", name="Beleg öffnen").first.click()
    field = page.get_by_label("Code Ihres Belegs")
    for typed, message in ((code[:17], "30"), (number, "Das ist eine Beitragsnummer.")):
        field.fill(typed)
        page.get_by_role("button", name="Beleg öffnen").click()
        expect(page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")).to_be_focused()
        expect(page.locator("#id_code_error")).to_contain_text(message)
        expect(field).to_have_value(typed)
    field.fill(f" {code.lower().replace('-', ' ')} ")
    page.get_by_role("button", name="Beleg öffnen").click()


def saved_file(page, link):
    """Save what a link gives; return its text, lines put together that a calendar folds."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_text().replace("\n ", "")


def test_somebody_who_comes_back_after_three_weeks(portal, page, context):
    context.expected.add(422)
    page.goto("/themenforen/verkehr/mitmachen/")
    page.get_by_label(REASON).fill("Vor drei Wochen")
    page.get_by_role("checkbox", name=re.compile("^Mein Text darf")).check()
    go_on(page)
    receipt = send(page)
    secret = receipt.split("/")[-2]
    code = page.locator(".code").inner_text()
    number = page.locator(".reference").inner_text()
    portal.rows("UPDATE survey_submission SET day = day - 21 WHERE reason = %s", "Vor drei Wochen")
    open_by_what_is_at_hand(page, code, number)
    expect(heading(page)).not_to_have_text(THANKS)
    assert page.url == receipt
    entry = saved_file(page, "Erinnerung für meinen Kalender")
    assert number in entry
    assert secret not in entry
    # The forum asks, gets a reply, answers.
    ask(portal, "Vor drei Wochen")
    page.reload()
    expect(heading(page)).to_have_text("Das Themenforum hat eine Frage an Sie")
    letter = page.get_by_role("region", name="Themenforum Verkehr")
    expect(letter).to_contain_text("Welche Linie meinen Sie?")
    answer(page, "Die 105")
    ask(portal, "Vor drei Wochen", "answered", "Die 105 fährt bald öfter.")
    page.reload()
    expect(heading(page)).to_have_text("Das Themenforum hat Ihnen geantwortet")
    expect(letter).to_contain_text("Die 105 fährt bald öfter.")
    expect(page.get_by_text("Nicht jeder Beitrag bekommt")).to_have_count(0)
    page.get_by_text("Zustimmung zurücknehmen").first.click()
    page.get_by_role("button", name="Zustimmung zurücknehmen").click()
    expect(page.get_by_role("status").filter(has_text="zurückgenommen")).to_be_focused()
    assert portal.rows(
        "SELECT publication_consent FROM survey_submission WHERE reason = %s", "Vor drei Wochen"
    ) == [(False,)]
    text = saved_file(page, "Als Textdatei speichern")
    assert "Vor drei Wochen" in text
    assert "Die 105 fährt bald öfter." in text
    assert secret not in text
