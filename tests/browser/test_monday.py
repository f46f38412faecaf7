"""A Monday of three reviewers of one ministry: nobody is in anybody's way."""

import os
from contextlib import ExitStack

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.portal import PASSWORD, running_portal

LIST = "/verwaltung/survey/submission/?arbeit=ungelesen"
MORNING = """
from datetime import date
from django.contrib.auth.models import Group, User
from forums.models import Forum, Ministry
from ruhrdialog.lib.codes import random_code
from survey.submissions.models import Submission
verkehr = Forum.objects.get(slug="verkehr")
for name, role in [("vera", "Prüfung"), ("veit", "Prüfung"), ("vita", "Prüfung"),
                   ("vito", "Prüfung"), ("lea", "Leitung")]:
    user = User(username=name, first_name=name.title(), is_staff=True)
    user.set_password("{PASSWORD}")
    user.save()
    user.groups.set(Group.objects.filter(name=role))
    user.ministries.set([verkehr.ministry] if role == "Prüfung" else [])
for number in range(1, 9):
    row = Submission.objects.receive(random_code(), reason=f"Grund {number}", forum=verkehr)
    Submission.objects.filter(pk=row.pk).update(day=date(2026, 3, number))
"""


@pytest.fixture(scope="module")
def portal(django_db_setup, tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    with running_portal(os.environ["DATABASE_URL"], folder) as portal:
        portal.manage("shell", "-v0", "-c", MORNING.replace("{PASSWORD}", PASSWORD))
        yield portal


@pytest.fixture
def at_work(browser, browser_context_args):
    """Return a function that logs somebody in, in a browser of their own; return the page."""
    with ExitStack() as running:

        def log_in(name):
            context = running.enter_context(browser.new_context(**browser_context_args))
            page = context.new_page()
            page.on("pageerror", lambda error: pytest.fail(str(error)))
            page.goto("/verwaltung/")
            page.get_by_label("Anmeldename").fill(name)
            page.get_by_label("Passwort").fill(PASSWORD)
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", level=2, name="Meine Arbeit")).to_be_visible()
            return page

        yield log_in


def claimed(portal, page, number):
    """Wait until somebody is known to have a submission open."""
    expect(page.get_by_text(f"Grund {number}", exact=True)).to_be_visible()
    reason = "SELECT reason FROM survey_claim JOIN survey_submission ON id = submission_id"
    for _ in range(100):
        if (f"Grund {number}",) in portal.rows(reason):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"Nobody has number {number} open.")


def one_is_open(portal, page):
    """Wait until who left is forgotten: the browser tells it beside the next page."""
    for _ in range(100):
        if len(portal.rows("SELECT until FROM survey_claim")) == 1:
            return
        page.wait_for_timeout(20)
    raise AssertionError("Somebody who left is still known to read.")


def test_a_monday(portal, at_work):
    monday_morning(portal, at_work)
    while_vito_is_away(portal, at_work)


def monday_morning(portal, at_work):
    """Two read the same list in turn: each is told of the other, and led past what is open."""
    vera, veit = at_work("vera"), at_work("veit")
    for page in (vera, veit):
        page.goto(LIST)
    vera.locator(".field-shown_reference a").first.click()
    claimed(portal, vera, 1)
    veit.reload()
    expect(veit.get_by_text("Vera liest")).to_be_visible()
    veit.locator(".field-shown_reference a").first.click()
    expect(veit.get_by_text("Vera hat diesen Beitrag offen.")).to_be_visible()
    veit.get_by_role("link", name="Nächster freier Beitrag").click()
    claimed(portal, veit, 2)
    for page, number in ((vera, 3), (veit, 4), (vera, 5), (veit, 6)):
        page.keyboard.press("g")
        claimed(portal, page, number)
    veit.get_by_role("link", name="Zurück zur Liste").click()
    expect(veit.get_by_text("Vera liest")).to_be_visible()
    one_is_open(portal, veit)
    for page in (vera, veit):
        page.context.close()


def while_vito_is_away(portal, at_work):
    """Leitung gives two submissions to who is on holiday; who looks after them finds them."""
    vito = at_work("vito")
    vito.goto("/verwaltung/konto/")
    vito.get_by_label("Wer vertritt?").select_option("Vita")
    today = localdate().isoformat()
    vito.get_by_label("Vom").fill(today)
    vito.get_by_label("Bis einschließlich").fill(today)
    vito.get_by_role("button", name="Vertretung speichern").click()
    expect(vito.get_by_text("Vita vertritt Sie")).to_be_visible()
    lea = at_work("lea")
    lea.goto(LIST)
    for number in (0, 1):
        lea.locator(".action-select").nth(number).check()
    lea.get_by_label("Aktion:").select_option("Vergeben …")
    lea.get_by_role("button", name="Ausführen").click()
    lea.get_by_label("Wem?").select_option("Vito")
    lea.get_by_role("button", name="Vergeben").click()
    expect(lea.get_by_text("Erledigt: 2.")).to_be_visible()
    vita = at_work("vita")
    vita.get_by_role("link", name="Meine", exact=True).click()
    expect(vita.get_by_text("Vertretung für Vito")).to_have_count(2)
    vita.locator(".field-shown_reference a").first.click()
    claimed(portal, vita, 5)
    vita.keyboard.press("v")
    vita.get_by_label("Wem?").select_option("Vita")
    vita.keyboard.press("Tab")
    vita.keyboard.press("Enter")
    expect(vita.locator(".desk-facts").get_by_text("Ihnen")).to_be_visible()
    vita.get_by_role("link", name="Zurück zur Liste").click()
    expect(vita.get_by_text("Ihnen gegeben")).to_have_count(1)
    expect(vita.get_by_text("Vertretung für Vito")).to_have_count(1)
