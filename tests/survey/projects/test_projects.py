"""Projects: states by date, what changed, release, and the reports made from the rows."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from forums.models import Forum, Ministry
from ruhrdialog.lib.codes import random_code
from survey.news.models import Subscription, Update
from survey.projects.models import Field, Project, ProjectState, State
from survey.results.links import ProjectContribution, link
from survey.results.numbers import renew_numbers

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/project/"


def made(number=1, *states, released=True):
    """Make a project up; states are pairs of state and day."""
    project = Project.objects.create(
        title=f"Projekt {number:02}",
        slug=f"projekt-{number}",
        description="Erfunden.",
        field=Field.values[number % 5],
        ministry=Ministry.objects.get(slug="verkehr"),
    )
    for state, day in states or [(State.RUNNING, "2021-03-01")]:
        reason = "die Städte es selbst tragen" if state == State.DROPPED else ""
        project.states.create(state=state, since=day, reason=reason)
    if released:
        project.release()
    return project


def sums(client, day):
    page = client.get(f"/projekte/bericht/{day}/").content.decode()
    found = re.findall(r"<li><strong>(\d+)</strong> ([^<]+)</li>", page)
    return {name: int(number) for number, name in found}


@pytest.fixture
def seventy_three():
    """Make what the published sums of 2021 and 2022 want: 55, 1, 17; 22, 13, the rest running."""
    for number in range(73):
        if number < 55:
            states = [(State.DECIDED, "2019-11-05"), (State.RUNNING, "2021-02-01")]
        elif number < 56:
            states = [(State.DECIDED, "2019-11-05"), (State.DONE, "2021-06-01")]
        else:
            states = [(State.DECIDED, "2019-11-05"), (State.REVIEWED, "2021-03-01")]
        if number < 12:
            states.append((State.DONE, "2022-05-01"))
        elif number < 21:
            states.append((State.PERMANENT, "2022-06-01"))
        elif number >= 60:
            states.append((State.DROPPED, "2022-07-01"))
        elif number >= 56:
            states.append((State.RUNNING, "2022-08-01"))
        made(number, *states)


def test_the_reports_say_the_published_sums_and_stay_as_they_are(client, seventy_three):
    first, second = sums(client, "2021-12-31"), sums(client, "2022-12-31")
    assert first == {"läuft": 55, "abgeschlossen": 1, "wird geprüft": 17}
    assert second["abgeschlossen"] + second["dauerhaft"] == 22
    assert second["nicht weiterverfolgt"] == 13
    assert second["läuft"] == 73 - 22 - 13
    pages = [client.get(f"/projekte/bericht/{y}-12-31/").content for y in (2021, 2022)]
    one = Project.objects.get(slug="projekt-30")
    before = one.words()
    one.title, one.field = "Ganz anders", "education"
    one.save()
    one.remember(before)
    one.states.create(state=State.DONE, since="2026-01-01")
    other = Project.objects.get(slug="projekt-31")
    tomorrow = timezone.localdate() + timedelta(1)  # after the release, of a day long ago
    other.states.create(state=State.DONE, since="2022-11-01", entered_on=tomorrow)
    shown = client.get("/projekte/projekt-31/").content.decode()
    assert f"1. November 2022 (eingetragen am {date_format(tomorrow)})" in shown
    third = Project.objects.get(slug="projekt-32")
    third.take_back()
    before = third.words()
    third.title = "Zweimal freigegeben"
    third.save()
    third.remember(before)
    assert third.release()
    assert [client.get(f"/projekte/bericht/{y}-12-31/").content for y in (2021, 2022)] == pages
    assert (
        "Ganz anders" in client.get(f"/projekte/bericht/{timezone.localdate()}/").content.decode()
    )
    assert client.get("/projekte/").content.decode().count("/projekte/projekt-") == 73


def test_a_project_shows_its_way_its_money_with_the_source_and_what_changed(client):
    project = made(1, (State.PROPOSED, "2019-07-01"), (State.DROPPED, "2022-07-01"))
    before = project.words()
    project.amount, project.amount_source, project.amount_on = 1200000, "Haushalt", date(2020, 1, 2)
    project.save()
    project.milestones.create(title="Brücke", planned_on="2021-05-01")
    project.remember(before)
    page = client.get("/projekte/projekt-1/").content.decode()
    assert "nicht weiterverfolgt, weil die Städte es selbst tragen" in page
    assert "1.200.000 Euro (Quelle: Haushalt, 2. Januar 2020)" in page
    assert "Brücke: geplant für 1. Mai 2021" in page
    assert "Vorher: nichts" in page


def test_nothing_of_it_is_public_before_it_is_released(client, rita):
    made(1, released=False)
    for address in ("/projekte/", "/projekte/bericht/2022-12-31/", "/sitemap.xml"):
        assert "rojekt-1" not in client.get(address).content.decode()
        assert "Projekt 01" not in client.get(address).content.decode()
    assert client.get("/projekte/projekt-1/").status_code == 404
    for day in ("2022-13-01", "morgen", "2999-01-01", "20220101"):
        assert client.get(f"/projekte/bericht/{day}/").status_code == 404


def test_leitung_alone_releases_and_takes_back(client, lea, rita, vera):
    project = made(1, released=False)
    for other in (rita, vera):
        other.post(LIST, {"action": "release", "_selected_action": project.pk})
    assert client.get("/projekte/projekt-1/").status_code == 404
    lea.post(LIST, {"action": "release", "_selected_action": project.pk})
    assert client.get("/projekte/projekt-1/").status_code == 200
    lea.post(LIST, {"action": "take_back", "_selected_action": project.pk})
    assert client.get("/projekte/projekt-1/").status_code == 404
    empty = Project.objects.create(
        title="Leer", slug="leer", field="energy", ministry=project.ministry
    )
    assert not empty.release()


def test_of_what_was_written_while_it_was_taken_back_only_the_last_is_told(client):
    project = made(1)
    project.take_back()
    for title in ("Ein Entwurf", "Neu"):
        before = project.words()
        project.title = title
        project.save()
        project.remember(before)
    project.release()
    shown = client.get("/projekte/projekt-1/").content.decode()
    assert "Vorher: Projekt 01<br>Seitdem: Neu" in shown
    assert "Ein Entwurf" not in shown
    assert not project.release()


def form(project, **more):
    """Return what the page of a project sends."""
    return {
        "title": project.title,
        "slug": project.slug,
        "description": project.description,
        "field": project.field,
        "ministry": project.ministry_id,
        "amount": "",
        "amount_source": "",
        "amount_on": "",
        "references": "",
        "states-TOTAL_FORMS": 0,
        "states-INITIAL_FORMS": 0,
        "milestones-TOTAL_FORMS": 0,
        "milestones-INITIAL_FORMS": 0,
    } | more


def test_what_staff_change_is_remembered_and_states_are_added_only(client, rita):
    project = made(1)
    state = {"states-0-state": "dropped", "states-0-since": "2020-01-01", "states-TOTAL_FORMS": 1}
    page = f"{LIST}{project.pk}/change/"
    refused = rita.post(page, form(project, **state)).content.decode()
    assert "Ein neuer kann nicht davor beginnen." in refused
    assert "Bitte nennen Sie den Grund" in refused
    state |= {"states-0-since": "2022-01-01", "states-0-reason": "es fehlt"}
    milestone = {
        "milestones-0-title": "Brücke",
        "milestones-0-planned_on": "2027-01-01",
        "milestones-TOTAL_FORMS": 1,
    }
    sent = form(project, title="Neu", **state, **milestone)
    assert rita.post(page, sent).status_code == 302
    shown = client.get("/projekte/projekt-1/").content.decode()
    assert "Vorher: Projekt 01" in shown
    assert "nicht weiterverfolgt, weil es fehlt" in shown
    assert project.changes.count() == 2
    future = form(project, **state | {"states-0-since": "2999-01-01"})
    assert "in der Zukunft" in rita.post(page, future).content.decode()
    money = rita.post(page, form(project, amount="5")).content.decode()
    assert "Ein Betrag steht nie ohne seine Quelle" in money


def test_leitung_links_contributions_and_redaktion_does_not(lea, rita, submit):
    project, submission = made(1), submit(reason="Grund")
    page = f"{LIST}{project.pk}/change/"
    rita.post(page, form(project, references=submission.reference))
    assert not ProjectContribution.objects.exists()
    assert "BCDF-GHJK" in lea.post(page, form(project, references="BCDF-GHJK")).content.decode()
    shown = f"{submission.shown_reference}\n{submission.reference}"
    assert lea.post(page, form(project, references=shown)).status_code == 302
    assert ProjectContribution.objects.get().submission == submission
    behind = f'1: <span class="whole" translate="no">{submission.shown_reference}</span>'
    assert behind in lea.get(page).content.decode()
    refused = lea.post(page, form(project, removed="BCDF-GHJK")).content.decode()
    assert "Diese Nummern stehen nicht dahinter: BCDF-GHJK" in refused
    rita.post(page, form(project, removed=shown))
    assert ProjectContribution.objects.exists()
    assert lea.post(page, form(project, removed=shown)).status_code == 302
    assert not ProjectContribution.objects.exists()
    link(project, [submission])
    submission.withdraw()
    assert not ProjectContribution.objects.exists()


def test_the_receipt_leads_to_the_project_and_its_page_says_how_many(client, submit):
    project, code = made(1), random_code()
    assert "noch nicht gezählt" in client.get("/projekte/projekt-1/").content.decode()
    renew_numbers(is_closed=False)
    assert "ohne Beitrag" in client.get("/projekte/projekt-1/").content.decode()
    other = made(2)
    link(other, [submit(code, reason="Grund")])
    renew_numbers(is_closed=False)
    assert "Weniger als\xa010 Beiträge sind" in client.get("/projekte/projekt-2/").content.decode()
    assert "/projekte/projekt-2/" in client.get(f"/beleg/{code}/").content.decode()
    link(project, [submit(reason="Grund")])
    renew_numbers(is_closed=False)  # of the same month
    assert "ohne Beitrag" in client.get("/projekte/projekt-1/").content.decode()
    other.take_back()
    assert "/projekte/projekt-2/" not in client.get(f"/beleg/{code}/").content.decode()


def test_a_change_becomes_an_update_of_the_topics(client, rita):
    project, verkehr = made(1), Forum.objects.get(slug="verkehr")
    project.forums.add(verkehr)
    for name, topics in (("a", [verkehr.pk]), ("b", []), ("c", [verkehr.pk + 1])):
        Subscription.objects.request(f"{name}@example.org")
        Subscription.objects.get(address=f"{name}@example.org").confirm(topics)
    page = rita.get(f"{LIST}{project.pk}/change/").content.decode()
    [address] = re.findall(r'href="(/verwaltung/survey/update/add/[^"]+)"', page)
    filled = rita.get(address.replace("&amp;", "&")).content.decode()
    assert 'value="Projekt 01: läuft"' in filled
    assert "/projekte/projekt-1/" in filled
    assert re.search(r'name="topics" value="\d+"[^>]* checked', filled)
    # Saved as it is; before it is sent one sees the mail and how many will get it.
    sent = dict(parse_qsl(urlsplit(address.replace("&amp;", "&")).query))
    assert rita.post("/verwaltung/survey/update/add/", sent).status_code == 302
    update = Update.objects.get()
    sending = f"/verwaltung/survey/update/{update.pk}/"
    before = rita.get(f"{sending}senden/").content.decode()
    assert re.search(r"<strong>2</strong>\s+bestätigte Adressen\s+\(Verkehr\)", before)
    for mail in ("vorschau/mail/", "vorschau/text/"):
        assert "Das Projekt „Projekt 01“: läuft." in rita.get(sending + mail).content.decode()
    assert not update.deliveries.exists()
    assert client.get("/neuigkeiten/projekt-01-lauft/").status_code == 404
    rita.post(f"{sending}senden/", {"verb": "publish"})
    shown = client.get("/neuigkeiten/projekt-01-lauft/").content.decode()
    assert "/projekte/projekt-1/" in shown


@pytest.mark.parametrize(
    "wrong",
    [{"amount": 5}, {"amount_source": "a"}, {"amount": 5, "amount_on": "2020-01-01"}],
)
def test_the_database_keeps_money_with_its_source(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=made(1).pk).update(**wrong)


def test_the_database_keeps_a_reason_and_known_states():
    project = made(1)
    for state in ("dropped", "mond"):
        with pytest.raises(IntegrityError), transaction.atomic():
            project.states.create(state=state, since="2022-01-01")
    with pytest.raises(ValidationError):
        ProjectState(project=project, state="done", since=date(2000, 1, 1)).full_clean()
