"""axe-core finds nothing: every public page and state, narrow and wide, light and dark."""

import re
import uuid
from pathlib import Path

import pytest
from django.contrib import admin
from django.template.loader import render_to_string
from playwright.sync_api import expect

from dev.assets import NODE_MODULES
from dev.environment import ROOT
from ruhrdialog.lib.markdown import markdown
from tests.browser.test_journey import ask
from tests.pages import MISTYPED

AXE = (NODE_MODULES / "axe-core" / "axe.min.js").read_text()
PAGES = [
    "/",
    "/themenforen/",
    "/themenforen/?suche=Raumfahrt",
    "/themenforen/?ministerium=mond",
    "/themenforen/natur-und-gruen/",
    "/themenforen/verkehr/mitmachen/",
    "/mitmachen/",
    "/faq/",
    "/faq/was-ist-ein-themenforum/",
    "/faq/welche-themenforen-gibt-es/",
    "/mitmachen/plakat/",
    "/mitmachen/papier/",
    "/beleg/",
    "/stand/",
    "/auf-dem-laufenden/",
    "/neuigkeiten/",
    "/ergebnisse/",
    "/ergebnisse/verkehr/",
    "/ergebnisse/beitraege/",
    "/projekte/",
    "/auf-dem-laufenden/danke/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/barrierefreiheit/danke/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/beleg/BCDF-GHJK/",
    "/auf-dem-laufenden/zerbrochen/",
    "/gibt-es-nicht/",
]


WIDTHS = (320, 1280)
OF_THE_DESK = (640, 1280)
# Of axe's rules those whose answer colours can change; dark changes nothing else (see below).
OF_COLOURS = {
    "runOnly": {"type": "tag", "values": ["cat.color"]},
    "rules": {"color-contrast-enhanced": {"enabled": False}},  # AAA: off where all run
}
LOOKS = {"light": {}, "dark": OF_COLOURS}


@pytest.fixture
def browser_context_args(browser_context_args):
    """All is typed and clicked on a phone."""
    return browser_context_args | {"viewport": {"width": 320, "height": 800}}


def assert_accessible(page, widths=WIDTHS, looks=LOOKS):
    """Look at the page in each width, light and dark, and leave it as it was.

    All of axe's rules run, best practices included, and nothing scrolls sideways.
    """
    page.wait_for_load_state()
    page.evaluate(AXE)
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in looks.items():
            page.emulate_media(color_scheme=scheme)
            assert violations(page, rules) == [], f"{page.url} in {width}, {scheme}"
        overhang = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overhang) <= 0, f"{page.url} scrolls sideways in {width}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


# What is on its way from the colours of one scheme to those of the other arrives at once.
RUN_AXE = """async rules => {
    const moving = document.getAnimations().filter(each => each instanceof CSSTransition);
    moving.forEach(each => each.finish());
    return (await axe.run({ ...rules, resultTypes: ["violations"] })).violations;
}"""


def violations(page, rules):
    """Return what axe has found, and where; of what isn't violated no list is made."""
    found = page.evaluate(RUN_AXE, rules)
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


DARK = re.compile(r"@media \(prefers-color-scheme: ?dark\) ?\{((?:[^{}]|\{[^{}]*\})*)\}")


COLOURS = re.compile(r"--[\w-]+|color|background-color|border-color|color-scheme")
DESK = Path(admin.__file__).parent / "static" / "admin" / "css" / "dark_mode.css"


@pytest.mark.parametrize(
    "file",
    [
        *("styles/portal.css", "build/styles/kern.min.css", "build/styles/admin-theme.css"),
        *("templates/emails/base.html", DESK),
    ],
)
def test_dark_changes_nothing_but_colours(file):
    blocks = DARK.findall((ROOT / file).read_text())
    named = {name for block in blocks for name in re.findall(r"([\w-]+):[^;{}]+[;}]", block)}
    assert named
    assert [name for name in sorted(named) if not COLOURS.fullmatch(name)] == []


def test_every_page_is_accessible(context, page):
    context.expected |= {404, 422}
    for address in PAGES:
        page.goto(address)
        assert_accessible(page)


def test_the_survey_is_accessible_in_every_state(portal, context, page):
    context.expected.add(422)
    page.goto("/mitmachen/")
    # Every field wrong, and everything open that opens.
    page.get_by_role("radio", name="Ein anderes Thema").check()
    page.get_by_label("Warum ist Ihnen das wichtig?").fill("a" * 4001)
    page.get_by_label("Haben Sie einen konkreten").fill("a" * 4001)
    page.get_by_text("Weitere Themen auswählen").click()
    page.get_by_role("checkbox", name="Arbeit", exact=True).check()
    page.get_by_label("Ihre E-Mail-Adresse (freiwillig)").fill("person@")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.locator(".kern-error")).to_have_count(4)
    assert_accessible(page)
    page.get_by_label("Ihr Thema in eigenen Worten").fill("Wortungetüm" * 10)
    page.get_by_label("Warum ist Ihnen das wichtig?").fill("Langes Wort: " + "ä" * 300)
    page.get_by_label("Haben Sie einen konkreten").fill("Zeile\n" * 20)
    page.get_by_label("Ihre E-Mail-Adresse (freiwillig)").fill(f"{uuid.uuid4()}@example.org")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")
    assert_accessible(page)
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
    page.get_by_role("link", name="Text oder Themen ändern").click()
    assert_accessible(page)
    page.get_by_role("link", name="Zurück zum Beleg").click()
    ask(portal, "Langes Wort: " + "ä" * 300)
    page.reload()
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.locator(".kern-error")).to_have_count(1)
    assert_accessible(page)
    page.get_by_label("Ihre Antwort").fill("Die 105, Fragen an 0201 1234567")
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_role("group", name="Noch nicht gesendet")).to_be_focused()
    assert_accessible(page)
    page.get_by_role("button", name="Antwort senden").click()
    assert_accessible(page)
    page.get_by_text("Beitrag zurückziehen").click()
    assert_accessible(page)
    page.get_by_role("button", name="Ja, Beitrag löschen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zurückgezogen und gelöscht")
    assert_accessible(page)


def test_another_text_of_the_same_form_is_accessible(context, page):
    context.expected.add(409)
    page.goto("/themenforen/verkehr/mitmachen/")
    for text in ("Erster", "Zweiter"):
        page.get_by_label("Warum ist Ihnen das wichtig?").fill(text)
        page.get_by_role("button", name="Weiter zum Prüfen").click()
        page.get_by_role("button", name="Jetzt absenden").click()
        if text == "Erster":
            expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
            page.go_back()
            page.go_back()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Ein erster Beitrag ist schon angekommen")
    assert_accessible(page)
    page.get_by_role("button", name="Als weiteren Beitrag senden").click()
    expect(heading).to_contain_text("Danke!")


def test_the_stand_is_accessible_in_every_state(context, page):
    context.expected.add(422)
    page.clock.install()
    page.goto("/stand/")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")).to_be_focused()
    assert_accessible(page)
    page.get_by_role("radio", name="Verkehr").check()
    page.get_by_label("Warum ist Ihnen das wichtig?").fill("Langes Wort: " + "ä" * 300)
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")
    assert_accessible(page)
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
    page.get_by_text("Beleg zeigen").click()
    assert_accessible(page)
    page.get_by_role("link", name="Datenschutz").click()
    expect(page.get_by_role("dialog", name="Zum Lesen")).to_be_visible()
    assert_accessible(page)
    page.clock.fast_forward(121_000)
    expect(page.get_by_role("alertdialog", name="Sind Sie noch da?")).to_be_visible()
    assert_accessible(page)


def test_the_subscription_is_accessible_in_every_state(portal, context, page):
    context.expected.add(422)
    page.goto("/auf-dem-laufenden/")
    page.get_by_role("button", name="Anmelden").click()
    assert_accessible(page)
    address = f"{uuid.uuid4()}@example.org"
    page.get_by_label("Ihre E-Mail-Adresse").fill(address)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte sehen Sie in Ihr Postfach")
    [(token,)] = portal.rows("SELECT token FROM survey_subscription WHERE address = %s", address)
    page.goto(f"/auf-dem-laufenden/{token}/")
    page.get_by_text("Themen auswählen").click()
    assert_accessible(page)
    page.get_by_role("checkbox", name="Verkehr").check()
    page.get_by_role("button", name="Ja, informieren Sie mich").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind angemeldet")
    assert_accessible(page)
    page.goto(f"/auf-dem-laufenden/{token}/abmelden/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Möchten Sie sich abmelden?")
    assert_accessible(page)
    page.get_by_role("button", name="Abmelden und Adresse löschen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind abgemeldet")
    assert_accessible(page)
    context.expected.add(410)
    page.goto(f"/auf-dem-laufenden/{'0' * 32}.1.{'c' * 43}/bestaetigen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diese Anmeldung gibt es nicht mehr")
    assert_accessible(page)


def test_what_stands_in_place_of_an_address_is_answered_accessibly(page):
    page.goto("/auf-dem-laufenden/")
    page.get_by_label("Ihre E-Mail-Adresse").fill(MISTYPED)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("group", name="Sie sind noch nicht angemeldet.")).to_be_focused()
    assert_accessible(page)
    for typed in (MISTYPED, "Ja", "nein danke"):
        page.goto("/mitmachen/")
        page.get_by_role("radio", name="Verkehr").check()
        page.get_by_label("Ihre E-Mail-Adresse (freiwillig)").fill(typed)
        page.get_by_role("button", name="Weiter zum Prüfen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")
        assert_accessible(page)


def test_news_are_accessible(portal, page):
    portal.rows(
        "INSERT INTO survey_update (title, slug, text, published_at, published_by_id) "
        "SELECT 'Radweg', %s, E'## Bald\n\n1. Er\n2. [kommt](https://example.org)', now(), id "
        "FROM auth_user",
        slug := str(uuid.uuid4()),
    )
    for address in ("/neuigkeiten/", f"/neuigkeiten/{slug}/"):
        page.goto(address)
        assert_accessible(page)


@pytest.mark.parametrize("template", ["consent", "already_joined", "update"])
def test_the_mails_are_accessible_and_fit_a_small_phone(page, template):
    secret = f"https://dialog.stadt.example/auf-dem-laufenden/{'0aZ_' * 21}/"
    words = {
        **dict.fromkeys(("button", "page", "leave", "imprint", "privacy"), secret),
        "subject": "Donaudampfschifffahrtsgesellschaftskapitän",
        "site_url": secret,
        "portal": "Ruhr-Konferenz – Dialog",
        "html": markdown(f"## a\n\n- [b]({secret})\n- c"),
        "operator": {"name": "Beispielministerium\nReferat 1", "address": "Beispielstraße 1"},
    }
    page.goto("about:blank")
    page.set_content(render_to_string(f"emails/{template}.html", words))
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert_accessible(page)
