"""Who has a submission open: colleagues are told and led past it, and nobody is kept from it."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection

from survey.desk.claims import LASTS, Claim
from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"
UNREAD = {"arbeit": "ungelesen"}
ORDERS = [{}, UNREAD, {"arbeit": "ungelesen", "o": "3"}]  # own work, by day, by keys
SAYS = "hat diesen Beitrag offen"


@pytest.fixture
def rows(submit):
    made = [submit(reason=f"Grund {number}") for number in range(1, 18)]
    for number, row in enumerate(made, 1):
        row.day = date(2026, 3, number)
        row.save(update_fields=["day"])
    return made


@pytest.fixture
def veit(staff):
    return staff("veit", "Prüfung", "verkehr")


def address(row, query=UNREAD):
    page = f"{LIST}{row.pk}/change/"
    return f"{page}?{urlencode({'_changelist_filters': urlencode(query)})}" if query else page


def opened(client, page):
    """Open a page as a browser with scripts does; return what it was made of."""
    response = client.get(page)
    assert client.post(f"{page.partition('change/')[0]}offen/").status_code == 204
    return response


def read(client, page):
    row = Submission.objects.get(pk=page.removeprefix(LIST).partition("/")[0])
    return client.post(page, {"step": "read", "read-version": row.version})


@pytest.mark.parametrize(("query", "times"), [(UNREAD, 8), (ORDERS[0], 2), (ORDERS[2], 2)])
def test_two_who_read_on_in_turn_both_get_on(vera, veit, rows, query, times):
    pages = {vera: address(rows[0], query)}
    pages[veit] = opened(vera, pages[vera]) and opened(veit, pages[vera]).context["next"]
    opened(veit, pages[veit])
    done = dict.fromkeys(pages, 0)
    for _ in range(times):
        for client, page in pages.items():
            response = read(client, page)
            assert response.status_code == 302
            done[client] += 1
            client.post(f"{page.partition('change/')[0]}offen/", {"leaves": "1"})
            pages[client] = response["Location"]
            if LIST in pages[client] and "/change/" in pages[client]:
                opened(client, pages[client])
    assert done == {vera: times, veit: times}
    steps = [row.steps.filter(verb="read").count() for row in rows]
    assert steps == [1] * 2 * times + [0] * (17 - 2 * times)


def test_without_a_script_the_second_is_not_refused_but_led_on(vera, veit, rows):
    page = address(rows[0])
    vera.get(page), veit.get(page)
    vera.post(page, {"step": "read", "read-version": 0})
    response = veit.post(page, {"step": "read", "read-version": 0}, follow=True)
    assert "Das hat schon jemand gelesen." in response.content.decode()
    assert response.context["submission"] == rows[1]
    assert rows[0].steps.count() == 1


def test_other_steps_of_the_second_are_refused_as_ever(vera, veit, rows):
    page = address(rows[0])
    vera.post(page, {"step": "read", "read-version": 0})
    assert veit.post(page, {"step": "sort_out", "sort_out-version": 0}).status_code == 409
    vera.post(page, {"step": "hand_over", "hand_over-version": 1})
    assert veit.post(page, {"step": "read", "read-version": 0}).status_code == 409


def test_colleagues_see_who_has_it_open_on_page_and_list_and_nobody_else(vera, veit, rows):
    vera.user.first_name, vera.user.last_name = "Vera", "<Muster>"
    vera.user.save()
    page = address(rows[0])
    opened(vera, page)
    assert f"Vera &lt;Muster&gt;</bdi> {SAYS}" in veit.get(page).content.decode()
    assert "Vera &lt;Muster&gt;</bdi> liest" in veit.get(LIST, UNREAD).content.decode()
    assert SAYS not in vera.get(page).content.decode()
    assert "liest" not in vera.get(LIST, UNREAD).content.decode()


@pytest.mark.parametrize("query", ORDERS)
def test_the_last_one_that_a_colleague_has_open_is_no_end_of_the_list(vera, veit, rows, query):
    for row in rows[2:]:
        row.withdraw()
    opened(vera, address(rows[1], query))
    page = address(rows[0], query)
    response = veit.get(page)
    assert response.context["next"] is None
    assert "Kein weiterer freier" in response.content.decode()
    said = veit.post(page, {"step": "read", "read-version": 0}, follow=True).content.decode()
    assert ("haben gerade Kolleginnen oder Kollegen offen" in said) == bool(query)


def test_a_claim_ends_with_the_page_and_by_itself(vera, veit, rows, time_machine):
    page = address(rows[0])
    time_machine.move_to("2026-11-26 08:00", tick=False)
    opened(vera, page)
    opened(vera, address(rows[1]))
    vera.post(f"{LIST}{rows[0].pk}/offen/", {"leaves": "1"})
    assert SAYS not in veit.get(page).content.decode()
    time_machine.shift(LASTS - timedelta(seconds=1))
    assert veit.get(page).context["next"] == address(rows[2])
    opened(vera, address(rows[1]))  # somebody goes on writing
    time_machine.shift(LASTS)
    assert veit.get(page).context["next"] == address(rows[1])
    opened(veit, page)
    assert list(Claim.objects.values_list("submission", "by")) == [(rows[0].pk, veit.user.pk)]


def test_who_was_first_keeps_it_and_nobody_releases_anothers(vera, veit, rows):
    opened(vera, address(rows[0]))
    opened(veit, address(rows[0]))
    veit.post(f"{LIST}{rows[0].pk}/offen/", {"leaves": "1"})
    assert Claim.objects.get().by == vera.user


def test_it_writes_nothing_over_what_another_page_keeps_at_the_same_moment(vera, rows, monkeypatch):
    def claim_while_another_page_is_called(*_):
        session = vera.session
        session["kept"] = "words"
        session.save()

    monkeypatch.setattr(Claim.objects, "claim", claim_while_another_page_is_called)
    opened(vera, address(rows[0]))
    assert vera.session["kept"] == "words"


def test_it_hinders_no_withdrawal_and_stands_in_no_log_of_postgres(vera, rows):
    opened(vera, address(rows[0]))
    rows[0].withdraw()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'survey_claim'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.parametrize("who", ["jan", "dana", "rita"])
def test_only_who_works_on_it_claims_it(request, rows, who):
    client = request.getfixturevalue(who)
    assert client.post(f"{LIST}{rows[0].pk}/offen/").status_code == 403
    assert client.post(f"{LIST}nichts/offen/").status_code == 403
    assert not Claim.objects.exists()
