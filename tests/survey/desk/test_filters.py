"""What the filters of the lists take: what they offer; nonsense never shows all rows."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from ruhrdialog.lib.lists import NotOfferedError
from survey.alike.models import Campaign
from survey.submissions.models import Submission
from survey.transfer.models import ExportRecord

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"

NONSENSE = [
    *("arbeit=quatsch", "arbeit=", "arbeit=ALLE", "arbeit=alle&arbeit=antwort", "arbeit=%20alle"),
    *("monat=2026-13", "monat=0000-00", "monat=1999-01", "monat=x", "monat="),
    *("vorschlag=vielleicht", "vorschlag=1", "beantwortet=JA", "auffaellig=true", "auffaellig="),
    *("kampagne=x", "kampagne=-1", "kampagne=0", "kampagne=%D9%A3", f"kampagne={'9' * 5000}"),
    *("schlagwort=999", "schlagwort=x", "schlagwort=", "schlagwort=1e3", "schlagwort=%C2%B2"),
    *("assigned_forum__id__exact=999999", "assigned_forum__id__exact=x"),
    *("assigned_forum__id__exact=", "assigned_forum__id__exact=99999999999999999999"),
    *("assigned_forum__isnull=False", "assigned_forum__isnull=vielleicht"),
    *("assigned_forum__ministry__id__exact=999999", "assigned_forum__ministry__isnull=0"),
    *("state__exact=quatsch", "state__exact=", "state__exact=%00", "state__isnull=False"),
    *("source__exact=brief", "publication_consent__exact=2", "publication_consent__exact=ja"),
    *("publication_consent__isnull=", "publication_consent__isnull=False"),
    *("day__gte=gestern", "day__gte=2026-02-30", "day__gte=", "day__lt=99999-01-01"),
    *("p=9999", "p=0", "p=-1", "p=x", "p=", "p=1.0", "p=%D9%A1", "p=2", f"p={'9' * 5000}"),
    *("quatsch=1", "e=1", "id=1", "reason__startswith=a", "q=%00", "q=a%00b", "all=%00", "=1"),
]


@pytest.fixture
def ask(rf, lea):
    """Return a function that makes the list of an address, without its page."""
    user = User.objects.get(pk=lea.user.pk)

    def make(query):
        request = rf.get(f"{LIST}?{query}")
        request.user = user
        return admin.site.get_model_admin(Submission).get_changelist_instance(request)

    return make


def refused(ask, query):
    try:
        ask(query)
    except NotOfferedError:
        return True
    return False


def test_nonsense_is_refused(ask, submit):
    submit(reason="Ein Beitrag")
    assert not [query for query in NONSENSE if not refused(ask, query)]


@pytest.mark.parametrize("query", ["arbeit=quatsch", "p=9999", "schlagwort=999", "q=%00"])
def test_who_asks_for_nonsense_gets_an_error_and_no_file(lea, submit, query):
    submit(reason="Ein Beitrag")
    listed = lea.get(f"{LIST}?{query}", follow=True)
    assert listed.status_code == 400
    assert "Diese Auswahl gibt es in der Liste nicht" in listed.content.decode()
    assert lea.get(f"{LIST}drucken/?{query}").status_code == 400
    assert lea.post(f"{LIST}export/csv/?{query}").status_code == 400
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("query", ["kampagne=999", "day__gte=2999-01-01", "arbeit=antwort&p=1"])
def test_what_could_be_there_and_is_not_shows_an_empty_list(ask, submit, query):
    submit(reason="Ein Beitrag")
    assert ask(query).result_count == 0


def test_each_page_that_there_is_can_be_opened(ask, submit, monkeypatch):
    monkeypatch.setattr("survey.desk.admin.SubmissionAdmin.list_per_page", 1)
    submit(reason="a"), submit(reason="b")
    assert [len(ask(f"arbeit=alle&p={page}").result_list) for page in "12"] == [1, 1]
    assert refused(ask, "arbeit=alle&p=3")


def test_a_page_that_is_gone_with_its_rows_leads_to_the_first(lea, submit):
    submit(reason="a")
    gone = lea.get(f"{LIST}?arbeit=ungelesen&q=a&p=2")
    assert (gone.status_code, gone["Location"]) == (302, f"{LIST}?arbeit=ungelesen&q=a")
    assert lea.get(f"{LIST}?arbeit=quatsch&p=2", follow=True).status_code == 400
    assert lea.post(f"{LIST}?arbeit=alle&p=2", {"action": "read_many"}).status_code == 400


def test_all_can_be_chosen_among_the_work(lea, submit):
    submit()  # without text: counted
    page = lea.get(LIST, follow=True)
    assert page.context["cl"].result_count == 0
    assert "?arbeit=alle" in page.content.decode()
    assert lea.get(f"{LIST}?arbeit=alle").context["cl"].result_count == 1


def test_each_choice_that_is_offered_is_taken(ask, submit):
    row = submit(reason="Ein Beitrag")
    row.add_tag("Wichtig")
    campaign = Campaign.objects.create(signature=[], share=100)
    Submission.objects.update(campaign=campaign)
    changelist = ask(f"arbeit=alle&kampagne={campaign.pk}&_facets=True")
    choices = [choice for spec in changelist.filter_specs for choice in spec.choices(changelist)]
    queries = [choice["query_string"].removeprefix("?") for choice in choices]
    assert len(queries) > 60
    assert not [query for query in queries if refused(ask, query)]
