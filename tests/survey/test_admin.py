"""/verwaltung/: submissions to read, for administrators only."""

from datetime import date

import pytest
from django.contrib import admin

from survey.models import Submission, Withdrawal

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"


@pytest.fixture
def submissions(submit):
    return {
        "bus": submit(reason="Zu voll", proposal="Mehr Busse am Abend"),
        "park": submit(other_topic="Spielplätze", proposal="Mehr Schatten"),
    }


def shown(administrator, **query):
    page = administrator.get(LIST, query)
    assert page.status_code == 200
    return {submission.pk for submission in page.context["cl"].result_list}


def test_the_list_shows_topic_day_state_and_the_beginning(administrator, submissions):
    page = administrator.get(LIST).content.decode()
    for text in ("Verkehr", "Spielplätze", "Eingegangen", "Mehr Busse am Abend"):
        assert text in page
    assert submissions["bus"].shown_reference in page


def test_the_list_is_german(administrator):
    page = administrator.get("/verwaltung/").content.decode()
    assert '<html lang="de"' in page
    assert "Beiträge" in page
    assert "Abmelden" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"assigned_forum__slug": "verkehr"}, {"bus"}),
        ({"assigned_forum__ministry__slug": "verkehr"}, {"bus"}),
        ({"assigned_forum__ministry__slug": "justiz"}, set()),
        ({"state__exact": "received"}, {"bus", "park"}),
        ({"state__exact": "counted"}, set()),
        ({"q": "Busse"}, {"bus"}),
        ({"q": "Spielplätze"}, {"park"}),
        ({"q": "a\0b"}, {"bus", "park"}),
    ],
)
def test_it_filters_and_searches(administrator, submissions, query, found):
    from forums.models import Forum, Ministry

    for key, model in (
        ("assigned_forum__slug", Forum),
        ("assigned_forum__ministry__slug", Ministry),
    ):
        if slug := query.get(key):
            query = {key.replace("slug", "id__exact"): model.objects.get(slug=slug).pk}
    assert shown(administrator, **query) == {submissions[name].pk for name in found}


def test_it_filters_by_day(administrator, submissions):
    Submission.objects.filter(pk=submissions["bus"].pk).update(day=date(2020, 1, 1))
    assert shown(administrator, day__year="2020") == {submissions["bus"].pk}


def test_a_reference_is_found_as_it_is_written_down(administrator, submissions):
    bus = submissions["bus"]
    for term in (bus.reference, bus.shown_reference, bus.shown_reference.lower()):
        assert shown(administrator, q=term) == {bus.pk}


def test_the_list_takes_the_same_number_of_queries_for_many(
    administrator, submit, django_assert_max_num_queries
):
    for number in range(30):
        submit(reason=f"Grund {number}")
    with django_assert_max_num_queries(12):
        administrator.get(LIST)


def test_what_citizens_wrote_is_escaped_and_read_only(administrator, submit):
    submission = submit(reason="<script>alert(1)</script>", further_interests=[])
    page = administrator.get(f"{LIST}{submission.pk}/change/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert "<textarea" not in page


@pytest.mark.parametrize("action", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_nobody_adds_changes_or_deletes_a_submission(administrator, submissions, action):
    bus = submissions["bus"]
    address = LIST + action.format(pk=bus.pk)
    assert administrator.post(address, {"post": "yes", "reason": "Anders"}).status_code == 403
    assert Submission.objects.get(pk=bus.pk).reason == "Zu voll"


def test_withdrawn_ones_are_not_in_sight(administrator):
    assert Withdrawal not in admin.site._registry


@pytest.mark.parametrize("staff", [True, False])
def test_only_administrators_get_in(client, django_user_model, submissions, staff):
    user = django_user_model.objects.create_user("person", password="x", is_staff=staff)
    client.force_login(user)
    for address in ("/verwaltung/", LIST):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/verwaltung/login/")


def test_strangers_get_the_login(client, submissions):
    assert client.get(LIST)["Location"].startswith("/verwaltung/login/")
