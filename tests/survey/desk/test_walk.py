"""Walking through a list: the next one, the one before, the way back, whatever a step changes."""

import re
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.utils.html import escape

from forums.models import Forum
from survey.submissions.models import Submission, Tag
from survey.submissions.steps import ANSWER, MARK_READ

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"
WAITING = {"arbeit": "ungelesen"}
WITHOUT_FORUM = {"arbeit": "ohne-forum"}
TO_CHECK = {"arbeit": "pruefen"}
LINKS = "https://a.example www.b.example http://c.example"


@pytest.fixture
def rows(submit):
    """Six submissions, the first with a forum of its own, the last without a word of the others."""
    forums = Forum.objects.in_bulk(["verkehr", "arbeit", "ehrenamt"], field_name="slug")
    made = [
        submit(reason="Bus Bus Bus", proposal=LINKS, forum=forums["verkehr"]),
        submit(reason="Bus und Bahn", other_topic="Busse"),
        submit(reason="Der Bus", proposal=LINKS, forum=forums["arbeit"]),
        submit(reason="Ein Bus", proposal=LINKS, other_topic="Anderes"),
        submit(reason="Bus am Abend, Bus am Morgen", forum=forums["ehrenamt"]),
        submit(reason="Park", forum=forums["verkehr"]),
    ]
    for number, row in enumerate(made, 1):
        row.day = date(2026, 3, number)
        row.save(update_fields=["day"])
    return made


def address(row, **query):
    page = f"{LIST}{row.pk}/change/"
    return f"{page}?{urlencode({'_changelist_filters': urlencode(query)})}" if query else page


def listed(client, **query):
    return [row.pk for row in client.get(LIST, query).context["cl"].result_list]


def shown(client, page):
    response = client.get(page)
    assert response.status_code == 200
    return response


def key(page):
    """Return the key of the submission that an address opens."""
    return page and page.removeprefix(LIST).partition("/")[0]


def take(client, page, step, **fields):
    """Press a button on a page as it is now."""
    version = Submission.objects.get(pk=key(page)).version
    fields = {f"{step}-{name}": value for name, value in {"version": version, **fields}.items()}
    return client.post(page, {"step": step, **fields})


ORDERS = [
    WAITING,
    {"arbeit": "alle"},
    WITHOUT_FORUM,
    TO_CHECK,
    {"arbeit": "alle", "o": "1"},  # by day, as without
    {"arbeit": "alle", "o": "-1"},
    {"arbeit": "alle", "o": "2"},  # by topic, which some have not
    {"arbeit": "ungelesen", "o": "-3.1"},
    {"q": "Bus"},
    {"q": "Bus", "arbeit": "ohne-forum"},
    {"q": "Bus", "o": "-1"},
    {"state__exact": "received", "vorschlag": "nein"},
]


@pytest.mark.parametrize("query", ORDERS)
def test_next_and_previous_go_through_the_list_as_it_was_opened(lea, rows, query):
    keys = listed(lea, **query)
    assert len(keys) > 1
    page = address(Submission(pk=keys[0]), **query)
    for number, expected in enumerate(keys, 1):
        context = shown(lea, page).context
        assert context["submission"].pk == expected
        assert (context["place"].before, context["place"].total) == (number - 1, len(keys))
        before = keys[number - 2] if number > 1 else None
        assert key(context["previous"]) == (before and str(before))
        page = context["next"]
    assert page is None


@pytest.mark.parametrize(
    ("query", "step", "fields"),
    [
        (WAITING, "read", {}),
        (WAITING, "answer", {"text": "Danke."}),
        ({"q": "Bus", "arbeit": "ungelesen"}, "read", {}),
        ({"q": "Bus"}, "sort_out", {}),
        ({"arbeit": "ungelesen", "o": "-1"}, "ask_back", {"text": "Wo?"}),
        ({"arbeit": "ungelesen", "o": "3"}, "not_pursue", {"text": "Gebaut."}),
        (WITHOUT_FORUM, "reassign", {"text": ""}),
        ({"q": "Bus", "arbeit": "ohne-forum"}, "reassign", {"text": "Gehört dorthin"}),
        (TO_CHECK, "release", {}),
        (TO_CHECK, "sort_out", {}),
        ({"q": "Bus", "auffaellig": "ja"}, "release", {}),
    ],
)
def test_a_step_leads_to_the_next_of_the_list_and_skips_none(
    lea, rows, verkehr, query, step, fields
):
    if step == "reassign":
        fields = fields | {"forum": verkehr.pk}
    keys = listed(lea, **query)
    assert len(keys) > 1
    page = address(Submission(pk=keys[0]), **query)
    for expected in keys:
        assert key(page) == str(expected)
        page = take(lea, page, step, **fields)["Location"]
    assert urlsplit(page).path == LIST
    back = lea.get(page)
    assert "Das war der letzte Beitrag dieser Liste." in back.content.decode()
    left = listed(lea, **query)
    assert [row.pk for row in back.context["cl"].result_list] == left


def test_what_was_done_is_said_on_the_next_page_with_the_way_back_to_it(lea, rows):
    first = rows[0]
    response = lea.post(address(first, **WAITING), {"step": "read", "read-version": 0}, follow=True)
    link = f'<a href="{escape(address(first, **WAITING))}" translate="no">{first}</a>'
    assert f"{link}: Als gelesen vermerkt." in response.content.decode()


def test_similar_ones_that_got_the_same_answer_are_not_the_next(lea, rows):
    query = {"arbeit": "ungelesen", "q": "Bus"}
    for opened in (WAITING, query):
        keys = listed(lea, **opened)
        response = take(
            lea, address(Submission(pk=keys[0]), **opened), "answer", text="Ja.", also=[keys[1]]
        )
        assert key(response["Location"]) == str(keys[2])


@pytest.mark.parametrize("query", [WAITING, {"q": "Bus", "arbeit": "ungelesen"}])
def test_what_a_colleague_took_out_of_the_list_keeps_its_place(lea, vera, rows, query):
    keys = listed(lea, **query)
    page = address(Submission(pk=keys[1]), **query)
    Submission.objects.get(pk=keys[1]).take(MARK_READ, lea.user)
    response = lea.post(page, {"step": "answer", "answer-version": 0, "answer-text": "Zu spät"})
    assert response.status_code == 409
    assert key(response.context["previous"]) == str(keys[0])
    assert key(response.context["next"]) == str(keys[2])
    assert not response.context["place"].here
    assert "Nicht in" in response.content.decode()


@pytest.mark.parametrize(
    ("step", "fields"), [("note", {"text": "Mal sehen"}), ("tag", {"text": "Abend"})]
)
def test_what_ends_no_reading_stays_in_the_list(lea, rows, step, fields):
    page = address(rows[0], **WAITING)
    for _ in range(2):  # the second time it is done already
        assert take(lea, page, step, **fields)["Location"] == page


def test_a_mark_that_is_settled_leads_on_only_where_the_list_is_about_it(lea, rows):
    page = address(rows[0], **WAITING)
    assert take(lea, page, "release")["Location"] == page
    assert take(lea, page, "recheck")["Location"] == page
    assert key(take(lea, address(rows[0], **TO_CHECK), "release")["Location"]) == str(rows[2].pk)


def test_what_is_taken_up_again_is_worked_on(lea, rows):
    rows[0].take(ANSWER, lea.user, "Ja.")
    page = address(rows[0], state__exact="answered")
    assert take(lea, page, "reopen")["Location"] == page
    assert shown(lea, page).context["place"].here is False


def test_a_tag_that_is_taken_away_and_a_ready_text_keep_the_list(lea, rows):
    rows[0].add_tag("Abend")
    page = address(rows[0], **WAITING)
    html = shown(lea, page).content.decode()
    kept = escape(urlencode({"_changelist_filters": "arbeit=ungelesen"}))
    assert re.search(rf'href="\?{re.escape(kept)}&amp;vorlage=\d+#answer"', html)
    assert lea.post(page, {"untag": Tag.objects.get().pk})["Location"] == page


@pytest.mark.parametrize("query", [{}, {"q": "Bus"}, {"o": "-1"}])
def test_what_lost_the_tag_of_the_list_keeps_its_place_in_it(lea, rows, verkehr, query):
    for row in rows[:5]:
        row.assigned_forum = verkehr
        row.save(update_fields=["assigned_forum"])
        for name in ("Abend", "Morgen", "Nacht"):
            row.add_tag(name)
    opened = query | {"schlagwort": str(Tag.objects.get(name="Abend").pk)}
    keys = listed(lea, **opened)
    page = address(Submission(pk=keys[2]), **opened)
    assert lea.post(page, {"untag": opened["schlagwort"]})["Location"] == page
    context = shown(lea, page).context
    assert key(context["previous"]) == str(keys[1])
    assert key(context["next"]) == str(keys[3])
    assert context["place"] == (2, 4, False, False)


# The way back


def test_back_is_the_same_list_its_page_and_its_place(lea, rows, monkeypatch):
    monkeypatch.setattr("survey.desk.admin.SubmissionAdmin.list_per_page", 2)
    for query in ({"arbeit": "alle"}, {"arbeit": "alle", "o": "-1"}, {"q": "Bus"}):
        keys = listed(lea, **query)
        assert len(keys) == 2
        third = shown(lea, address(Submission(pk=keys[1]), **query)).context["next"]
        back = shown(lea, third).context["back"]
        assert parse_qs(urlsplit(back).query) == {
            name: [value] for name, value in (query | {"p": "2"}).items()
        }
        page = lea.get(back)
        assert str(page.context["cl"].result_list[0].pk) == key(third)
        assert f'id="{urlsplit(back).fragment}"' in page.content.decode()


def test_back_from_what_has_left_the_list_is_a_page_that_is_there(lea, rows, monkeypatch):
    monkeypatch.setattr("survey.desk.admin.SubmissionAdmin.list_per_page", 2)
    last = rows[4]
    for row in rows[3], rows[5]:
        row.withdraw()
    for query in (WAITING, {"q": "Bus", "arbeit": "ungelesen", "o": "1.2"}):
        page = address(last, **query)
        assert "p=2" in shown(lea, page).context["back"]
    last.take(MARK_READ, lea.user)
    for query in (WAITING, {"q": "Bus", "arbeit": "ungelesen", "o": "-3.1"}):
        back = shown(lea, address(last, **query)).context["back"]
        assert lea.get(back).status_code == 200
        assert f'id="{urlsplit(back).fragment}"' in lea.get(back).content.decode()


def test_the_page_names_the_list_and_where_in_it_one_is(lea, rows, verkehr):
    query = {"arbeit": "ungelesen", "assigned_forum__id__exact": verkehr.pk, "vorschlag": "nein"}
    html = shown(lea, address(rows[5], **query)).content.decode()
    assert "<bdi>Ungelesen, Verkehr, Vorschlag: Nein</bdi>" in html
    assert "1 von 1 in" in " ".join(html.split())
    html = shown(lea, address(rows[0], q="<b>Bus", publication_consent__exact=0)).content.decode()
    assert "Suche: &lt;b&gt;Bus" in html
    assert "Darf veröffentlicht werden: Nein" in html


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"arbeit": "alle", "_facets": "True"}, "Alle"),  # without the numbers beside its filters
        ({"day__gte": "2020-01-01"}, "Tag"),
    ],
)
def test_a_list_has_a_name_whatever_was_chosen(lea, rows, query, name):
    assert shown(lea, address(rows[0], **query)).context["opened"].name() == name


def test_in_a_very_long_list_the_way_goes_on(lea, rows, monkeypatch):
    monkeypatch.setattr("survey.desk.walk.SOME", 2)
    monkeypatch.setattr("survey.desk.walk.MOST", 3)
    monkeypatch.setattr("survey.desk.list.CappedPaginator.most", 3)
    monkeypatch.setattr("survey.desk.admin.SubmissionAdmin.list_per_page", 2)
    by_day, turned = {"arbeit": "alle"}, {"arbeit": "alle", "o": "-1"}
    page = shown(lea, address(rows[1], **by_day))
    assert "2 von mehr als 3 in" in " ".join(page.content.decode().split())
    page = shown(lea, address(rows[4], **by_day))
    assert key(page.context["next"]) == str(rows[5].pk)
    assert " von mehr als " not in page.content.decode()
    assert lea.get(page.context["back"]).status_code == 200
    for row, following in ((rows[5], rows[4]), (rows[4], rows[3])):
        page = shown(lea, address(row, **turned))
        assert key(page.context["next"]) == str(following.pk)
        assert page.context["place"].more
    page = shown(lea, address(rows[0], **turned))  # no list shows it
    assert page.context["next"] is page.context["previous"] is None
    assert lea.get(page.context["back"]).status_code == 200


def test_after_erasing_the_list_is_there_again(dana, rows):
    page = address(rows[0], **WAITING)
    html = shown(dana, page).content.decode()
    query = escape(urlsplit(page).query)
    assert f'href="{LIST}{rows[0].pk}/delete/?{query}"' in html
    erase = page.replace("/change/", "/delete/")
    assert f'href="{LIST}?arbeit=ungelesen"' in dana.get(erase).content.decode()
    assert dana.post(erase, {"post": "yes"})["Location"] == f"{LIST}?arbeit=ungelesen"


# Without a Themenforum


def test_one_without_a_forum_is_placed_without_a_reason(lea, rows, verkehr):
    page = address(rows[1], **WITHOUT_FORUM)
    html = shown(lea, page).content.decode()
    assert "Zuordnen und weiter" in html
    assert '<details class="desk-step" id="reassign" open>' in html
    response = take(lea, page, "reassign", forum=verkehr.pk)
    assert key(response["Location"]) == str(rows[3].pk)
    rows[1].refresh_from_db()
    assert (rows[1].assigned_forum, rows[1].steps.get().note) == (verkehr, "")


def test_without_a_choice_of_the_forum_it_is_not_placed_and_the_note_stays(lea, rows):
    response = take(lea, address(rows[1], **WITHOUT_FORUM), "reassign", text="Vielleicht Verkehr")
    assert response.status_code == 422
    html = response.content.decode()
    assert "Bitte wählen Sie ein Themenforum." in html
    assert "Vielleicht Verkehr</textarea>" in html


def test_what_lies_with_a_forum_is_not_moved_without_a_reason(lea, rows):
    other = Forum.objects.get(slug="arbeit")
    response = take(lea, address(rows[0], **WAITING), "reassign", forum=other.pk)
    assert response.status_code == 422
    assert "Bitte schreiben Sie, warum." in response.content.decode()


# Without a list, and with one that there is not


def test_without_a_list_the_way_goes_through_what_is_unread_of_the_own_work(vera, rows):
    first, last = rows[0], rows[5]
    page = shown(vera, address(first))
    assert "Nächster ungelesener" in page.content.decode()
    assert page.context["next"] == address(last)
    assert take(vera, address(first), "read")["Location"] == address(last)
    assert take(vera, address(first), "answer", text="Ja.")["Location"] == address(first)
    assert shown(vera, address(first)).context["back"] == LIST
    assert take(vera, address(last), "read")["Location"] == address(last)


NONSENSE = [
    *("", "x", "arbeit=quatsch", "schlagwort=999", "quatsch=1", "e=1", "q=%00", "\0", "=1"),
    *("reason__startswith=a", "_to_field=receipt_hash", "day__gte=gestern", "state__exact=x"),
    *("receipt_hash__gte=a", "assigned_forum__ministry__members__username=lea", "monat=9999-99"),
    *("&".join(f"a{number}=1" for number in range(2000)), "_changelist_filters=arbeit%3Dalle"),
]


def test_with_nonsense_the_page_is_the_one_without_a_list(vera, rows):
    for filters in NONSENSE:
        page = f"{address(rows[0])}?{urlencode({'_changelist_filters': filters})}"
        context = shown(vera, page).context
        assert (context["opened"], context["next"]) == (None, address(rows[5])), filters
    assert take(vera, page, "read")["Location"] == address(rows[5])


@pytest.mark.parametrize(
    "query",
    [
        {"arbeit": "alle", "p": "999"},
        {"arbeit": "alle", "p": "x"},
        {"p": ""},
        {"arbeit": "alle", "o": "99.-x.9999999999"},
        {"arbeit": "alle", "all": ""},
        {"arbeit": "alle", "_facets": "True"},
        {"arbeit": "alle", "q": " "},
    ],
)
def test_what_is_odd_in_an_address_of_a_list_does_no_harm(vera, rows, query):
    page = shown(vera, address(rows[0], **query))
    assert key(page.context["next"]) == str(rows[5].pk)
    assert vera.get(page.context["back"], follow=True).status_code == 200


@pytest.mark.parametrize("query", [{"arbeit": "alle"}, {"arbeit": "alle", "o": "-1"}, {"q": "Bus"}])
def test_nobody_walks_to_what_is_not_for_them(vera, jan, rows, query):
    assert vera.get(address(rows[2], **query))["Location"] == "/verwaltung/"
    keys = {str(rows[0].pk), str(rows[5].pk)}
    context = shown(vera, address(rows[0], **query)).context
    assert {key(context["previous"]), key(context["next"])} <= {*keys, None}
    assert context["place"].total <= 2


def test_the_list_of_another_is_none(vera, rows):
    foreign = Forum.objects.get(slug="arbeit")
    page = address(rows[0], assigned_forum__id__exact=foreign.pk)
    assert shown(vera, page).context["opened"] is None  # it isn't offered
    assert vera.get(f"{LIST}?assigned_forum__id__exact={foreign.pk}").status_code == 400


def test_what_a_search_does_not_find_has_no_place_in_it(lea, rows):
    for query in ({"q": "Park"}, {"q": rows[5].reference}):
        page = shown(lea, address(rows[0], **query))
        assert page.context["place"] is page.context["next"] is page.context["previous"] is None
        assert "Nicht in" in page.content.decode()
        assert take(lea, address(rows[0], **query), "note", text="a").status_code == 302
    assert urlsplit(take(lea, address(rows[0], q="Park"), "read")["Location"]).path == LIST


# What it takes


@pytest.mark.parametrize(
    ("query", "more"), [({}, 0), (WAITING, 2), ({"arbeit": "alle", "o": "-1"}, 0)]
)
def test_the_page_takes_few_queries_more_in_a_list(
    vera, rows, query, more, django_assert_num_queries
):
    with django_assert_num_queries(34 + more):
        vera.get(address(rows[0], **query))


def test_an_address_of_a_list_that_is_too_long_is_not_carried_along(lea, rows):
    html = lea.get(LIST, {"q": "Bus " * 2000}).content.decode()
    assert "_changelist_filters" not in html
