"""The review desk in the browser: a morning by keyboard only; what assistive technology meets."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import LOOKS, OF_THE_DESK, assert_accessible
from tests.portal import ADMINISTRATOR, PASSWORD, running_portal

LIST = "/verwaltung/survey/submission/"


@pytest.fixture(scope="module")
def portal(django_db_setup, tmp_path_factory):
    """A portal of its own with five submissions, the oldest first."""
    folder = tmp_path_factory.mktemp("portal")
    with running_portal(os.environ["DATABASE_URL"], folder) as portal:
        portal.manage(
            "shell",
            "-c",
            "from datetime import date\n"
            "from forums.models import Forum\n"
            "from survey.desk.models import AnswerTemplate\n"
            "from survey.submissions.models import Submission\n"
            "from ruhrdialog.lib.codes import random_code\n"
            "AnswerTemplate.objects.create(title='Dank', text='Vielen Dank!')\n"
            "for n in range(1, 6):\n"
            "    row = Submission.objects.receive(random_code(), reason=f'Grund {n}',"
            " proposal='Mehr Busse', forum=Forum.objects.get(slug='verkehr'))\n"
            "    Submission.objects.filter(pk=row.pk).update(day=date(2026, 3, n))\n",
        )
        yield portal


@pytest.fixture
def start(portal, page):
    """Log in by keyboard; the start page follows."""
    portal.rows("UPDATE survey_submission SET state = 'received', version = 0")
    portal.rows("TRUNCATE survey_reviewstep, survey_heldstep, survey_note")
    page.goto("/verwaltung/")
    log_in(page)


def log_in(page):
    page.get_by_label("Anmeldename").focus()
    page.keyboard.type(ADMINISTRATOR)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Meine Arbeit")).to_be_visible()


def tab_to(page, role, name):
    """Press the tabulator until an element has the focus, as somebody without a mouse does."""
    target = page.get_by_role(role, name=name, exact=True).first
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} can't be reached")


def state(portal, number):
    query = "SELECT state FROM survey_submission WHERE reason = %s"
    return portal.rows(query, f"Grund {number}")[0][0]


def press(page, key):
    """Press a key of the desk, whose script must have come."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def shows(page, number):
    expect(page.get_by_text(f"Grund {number}", exact=True)).to_be_visible()


def test_a_reviewers_morning_by_keyboard_only(portal, start, page):
    tab_to(page, "link", "5")  # unread ones of Verkehr
    page.keyboard.press("Enter")
    expect(page.get_by_text("5 Beiträge")).to_be_visible()
    tab_to(page, "link", page.locator(".field-shown_reference a").first.inner_text())
    page.keyboard.press("Enter")
    shows(page, 1)
    press(page, "g")  # read, and on
    shows(page, 2)
    assert state(portal, 1) == "read"
    press(page, "f")  # to the work of the forum, and on
    expect(page.get_by_text("Weitergegeben an das Themenforum.")).to_be_visible()
    shows(page, 3)
    press(page, "a")
    page.keyboard.type("Gut gesehen. ")
    tab_to(page, "link", "Dank")
    page.keyboard.press("Enter")
    field = page.get_by_label("Antwort", exact=True)
    expect(field).to_have_value("Gut gesehen. Vielen Dank!")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Antwort gespeichert.")).to_be_visible()
    shows(page, 4)
    press(page, "i")
    page.keyboard.type("n wie Notiz")  # letters in a field are letters
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-note")).to_have_text("n wie Notiz")
    press(page, "e")
    page.keyboard.press("Escape")
    expect(page.locator("#not_pursue summary")).to_be_focused()
    press(page, "n")
    shows(page, 5)
    press(page, "p")
    shows(page, 4)
    states = [state(portal, number) for number in range(1, 6)]
    assert states == ["read", "forwarded", "answered", "received", "received"]


@pytest.fixture
def own_topics(portal):
    """Two of the submissions lie with no Themenforum."""
    columns = "forum_id, assigned_forum_id, other_topic"
    [(forum,)] = portal.rows("SELECT id FROM forums_forum WHERE slug = 'verkehr'")
    query = f"UPDATE survey_submission SET ({columns}) = (%s, %s, %s) WHERE reason = ANY(%s)"
    chosen = ["Grund 2", "Grund 4"]
    portal.rows(query, None, None, "Spielplätze", chosen)
    yield
    portal.rows(query, forum, forum, "", chosen)


def open_first(page):
    tab_to(page, "link", page.locator(".field-shown_reference a").first.inner_text())
    page.keyboard.press("Enter")


def test_a_way_through_a_search_by_keyboard_only(portal, start, page):
    page.goto(f"{LIST}?arbeit=alle")
    tab_to(page, "textbox", "Suche")
    page.keyboard.type("Busse")
    page.keyboard.press("Enter")
    expect(page.get_by_text("5 Beiträge")).to_be_visible()
    references = page.locator(".field-shown_reference").all_inner_texts()
    open_first(page)

    def at(place):
        expect(page.get_by_role("heading", level=1)).to_have_text(
            f"Beitrag {references[place - 1]}"
        )
        expect(page.get_by_text(f"{place} von 5 in „Suche: Busse“")).to_be_visible()

    at(1)
    page.wait_for_load_state()
    for _ in range(5):  # a key that is held does one step
        page.keyboard.down("g")
    page.keyboard.up("g")
    at(2)
    press(page, "n")
    at(3)
    press(page, "l")  # back in the list the focus is where it was left
    expect(page.get_by_role("link", name=references[2], exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    at(3)
    press(page, "a")
    page.keyboard.type("Ja.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Antworten und weiter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Antwort gespeichert.")).to_be_visible()
    at(4)
    press(page, "p")
    at(3)
    states = [state(portal, number) for number in range(1, 6)]
    assert sorted(states) == ["answered", "read", "received", "received", "received"]


def test_what_has_no_forum_is_placed_by_keyboard_one_after_the_other(
    portal, start, own_topics, page
):
    page.goto(f"{LIST}?arbeit=ohne-forum")
    open_first(page)
    shows(page, 2)
    assert_accessible(page)
    for number in (2, 4):
        shows(page, number)
        press(page, "w")
        page.keyboard.type("Arb")
        expect(page.get_by_label("Themenforum", exact=True)).to_have_value(re.compile(r"\d"))
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Zuordnen und weiter")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Einem Themenforum zugeordnet.")).to_be_visible()
    expect(page.get_by_text("Das war der letzte Beitrag dieser Liste.")).to_be_visible()
    expect(page.get_by_text("0 Beiträge")).to_be_visible()
    query = (
        "SELECT reason FROM survey_submission AS submission JOIN forums_forum AS forum "
        "ON forum.id = assigned_forum_id WHERE forum.slug = 'arbeit' ORDER BY reason"
    )
    assert portal.rows(query) == [("Grund 2",), ("Grund 4",)]


def test_the_overview_on_paper_shows_every_column(portal, start, page):
    query = "SELECT array_agg(id) FROM forums_forum WHERE slug <> 'verkehr'"
    portal.rows(f"UPDATE survey_submission SET further_interests = ({query})")
    portal.rows("UPDATE survey_tally SET number = 1999 WHERE what = 'interest'")  # five of each
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 between its margins
    page.emulate_media(media="print")
    page.goto("/verwaltung/auswertung/")
    assert not page.locator("#header").is_visible()
    regions = page.locator(".scrolls")
    sizes = regions.evaluate_all("all => all.map(each => [each.scrollWidth, each.clientWidth])")
    assert page.locator(".wide").count() == 2
    assert all(needed <= there for needed, there in sizes), sizes


@pytest.fixture
def announced(portal):
    """Leitung was told that the submissions go."""
    portal.rows("UPDATE survey_surveyperiod SET closes_at = now() - interval '700 days'")
    portal.manage(
        "shell",
        "-c",
        "from survey.upkeep.announcing import announce_deletion\nannounce_deletion()",
    )
    yield
    portal.rows("UPDATE survey_surveyperiod SET closes_at = NULL")


def test_all_submissions_can_be_taken_along_before_they_go(announced, start, page):
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto("/verwaltung/")
    notice = page.get_by_role("region", name="Alle Beiträge werden am")
    expect(notice).to_contain_text("5 Beiträge")
    assert_accessible(page, OF_THE_DESK)
    with page.expect_download() as download:
        notice.get_by_role("button", name="CSV für Excel").click()
    assert len(download.value.path().read_text().splitlines()) == 6


def test_the_desk_is_accessible(portal, start, context, page):
    context.expected |= {409, 422}
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto("/verwaltung/")
    assert_accessible(page, OF_THE_DESK)
    page.goto(f"{LIST}?arbeit=alle")
    assert_accessible(page, OF_THE_DESK)
    page.locator(".field-shown_reference a").first.click()
    assert_accessible(page, OF_THE_DESK)
    page.locator("#answer summary").click()
    page.locator("#answer button[value=answer][name=step]").click()
    expect(page.get_by_text("Bitte schreiben Sie eine Antwort.")).to_be_visible()
    assert_accessible(page, OF_THE_DESK)
    portal.rows("UPDATE survey_submission SET version = version + 1")
    page.get_by_role("button", name="Gelesen und weiter").click()
    expect(page.get_by_role("heading", name="Jemand war schneller")).to_be_visible()
    assert_accessible(page, OF_THE_DESK)
    page.goto("/verwaltung/auswertung/")
    assert_accessible(page, OF_THE_DESK)
    page.goto(f"{LIST}?arbeit=alle")
    page.locator(".action-select").first.check()
    page.get_by_label("Aktion:").select_option("answer_many")
    page.get_by_role("button", name="Ausführen").click()
    expect(page.get_by_text("Ausgewählt: 1 Beitrag.")).to_be_visible()
    assert_accessible(page, OF_THE_DESK)


# Each with its smallest targets, too (WCAG 2.2, 2.5.8), which axe looks at only when asked. What
# Django's style sheets import axe would read by a style of its own, which the pages refuse.
OF_STAFF = {"light": {"preload": False, "rules": {"target-size": {"enabled": True}}}}
FORMS = {
    "auth/user": "auth_user",
    "faq/question": "faq_question",
    "forums/contentdate": "forums_contentdate",
    "forums/forum": "forums_forum",
    "forums/ministry": "forums_ministry",
    "survey/answertemplate": "survey_answertemplate",
    "survey/surveyperiod": "survey_surveyperiod",
}
FURTHER = (
    *("survey/campaign/", "survey/exportrecord/", "survey/subscription/", "survey/tag/"),
    *("survey/subscription/nachweis/", "ruhrdialog/barrierreport/", "survey/update/"),
    *("survey/update/add/", "auth/user/add/", "forums/forum/add/", "forums/ministry/add/"),
    *("survey/submission/drucken/?arbeit=alle", "survey/submission/einlesen/"),
    *("survey/submission/add/", "survey/submission/antworten/"),
)


@pytest.fixture
def to_approve(portal):
    """Answers of a colleague wait to be approved and to be sent; one is planned."""
    [(colleague,)] = portal.rows(
        "INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser,"
        " is_staff, is_active, date_joined) VALUES ('kollegin', '', '', '', '', false, true, true,"
        " now()) RETURNING id"
    )
    [(approval,)] = portal.rows(
        "INSERT INTO survey_reviewstep (submission_id, verb, state, day, text, note, by_id)"
        " SELECT id, 'draft_approved', state, day, '', '', %s FROM survey_submission"
        " WHERE reason = 'Grund 4' RETURNING id",
        colleague,
    )
    portal.rows(
        "INSERT INTO survey_answerdraft"
        " (submission_id, verb, text, day, by_id, after, handed_in, decided, send_at)"
        " SELECT id, 'answered', 'Danke.', day, %s, 0, true,"
        " CASE reason WHEN 'Grund 4' THEN %s ELSE 0 END,"
        " CASE reason WHEN 'Grund 3' THEN now() + interval '1 day' END"
        " FROM survey_submission WHERE reason IN ('Grund 3', 'Grund 4', 'Grund 5')",
        colleague,
        approval,
    )
    portal.rows("UPDATE forums_ministry SET approves_answers = true")
    yield
    portal.rows("UPDATE forums_ministry SET approves_answers = false")
    portal.rows("TRUNCATE survey_answerdraft, survey_reviewstep, survey_heldstep")


def test_every_page_of_staff_and_editors_is_accessible(portal, start, to_approve, page):
    addresses = [f"/verwaltung/{each}" for each in FURTHER]
    for model, table in FORMS.items():
        [(first,)] = portal.rows(f"SELECT min(id) FROM {table}")
        addresses += [f"/verwaltung/{model}/", f"/verwaltung/{model}/{first}/change/"]
    [(first,)] = portal.rows("SELECT min(id) FROM forums_forum")
    pages = ("history/", "ministerium/")
    addresses += [f"/verwaltung/forums/forum/{first}/{each}" for each in pages]
    for address in addresses:
        page.goto(address)
        assert_accessible(page, (640,), OF_STAFF)


def test_what_opens_over_the_list_is_accessible(start, page):
    page.goto(f"{LIST}?arbeit=alle&vorschlag=ja")
    for summary in ("Filter", "Mehr"):
        page.locator("summary", has_text=summary).click()
        assert_accessible(page, (640,), LOOKS | OF_STAFF)
        page.locator("summary", has_text=summary).click()


def test_filters_are_chosen_in_a_form_and_left_out_one_by_one(start, page):
    page.goto(f"{LIST}?arbeit=ungelesen")
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Quelle").select_option("Portal")
    page.get_by_label("Vorschlag").select_option("Ja")
    page.get_by_role("button", name="Filter anwenden").click()
    expect(page).to_have_url(re.compile(r"arbeit=ungelesen&source__exact=portal&vorschlag=ja$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ungelesen, Portal, Vorschlag: Ja")
    page.get_by_role("link", name="Quelle: Portal weglassen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ungelesen, Vorschlag: Ja")


def test_the_first_submission_is_four_keys_away(start, page):
    page.goto(f"{LIST}?arbeit=ungelesen")
    for key in ("Tab", "Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    expect(page.locator(".field-shown_reference a").first).to_be_focused()


def test_the_verbs_stand_beside_the_text_or_right_below_it(start, page):
    page.goto(f"{LIST}?arbeit=alle")
    page.locator(".field-shown_reference a").first.click()
    text, verbs = page.locator(".desk-text"), page.get_by_role("button", name="Gelesen und weiter")
    beside, button = text.bounding_box(), verbs.bounding_box()
    assert button["x"] > beside["x"] + beside["width"]
    page.set_viewport_size({"width": 640, "height": 900})
    assert verbs.bounding_box()["y"] < 700
