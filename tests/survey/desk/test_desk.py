"""The review desk: the list with its filters and actions, the page of one submission."""

import re
from datetime import date

import pytest

from forums.models import Forum
from ruhrdialog.lib.codes import random_code
from survey.desk.deeds import deeds
from survey.desk.models import AnswerTemplate, Note
from survey.submissions.history import ReviewStep
from survey.submissions.models import Submission, Tag, Withdrawal
from survey.submissions.steps import (
    ANSWER,
    ASK_BACK,
    CLOSED,
    MARK_READ,
    REASSIGN,
    REOPEN,
    REPLY,
    SORT_OUT,
)

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"


@pytest.fixture
def submissions(submit):
    return {
        "bus": submit(reason="Zu voll", proposal="Mehr Busse am Abend"),
        "park": submit(
            other_topic="Spielplätze", proposal="Mehr Schatten", publication_consent=True
        ),
    }


def shown(lea, **query):
    page = lea.get(LIST, query)
    assert page.status_code == 200
    return {submission.pk for submission in page.context["cl"].result_list}


def test_the_list_shows_topic_day_state_and_the_beginning(lea, submissions):
    page = lea.get(LIST, follow=True).content.decode()
    for text in ("Verkehr", "Spielplätze", "Eingegangen", "Mehr Busse am Abend"):
        assert text in page
    assert submissions["bus"].shown_reference in page


def test_the_list_is_german(lea):
    page = lea.get("/verwaltung/").content.decode()
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
        ({"arbeit": "ungelesen"}, {"bus", "park"}),
        ({"arbeit": "ohne-forum"}, {"park"}),
        ({"assigned_forum__isnull": "True"}, {"park"}),
        ({"arbeit": "antwort"}, set()),
        ({"arbeit": "pruefen"}, set()),
        ({"vorschlag": "ja"}, {"bus", "park"}),
        ({"vorschlag": "nein"}, set()),
        ({"beantwortet": "ja"}, set()),
        ({"beantwortet": "nein"}, {"bus", "park"}),
        ({"auffaellig": "nein"}, {"bus", "park"}),
        ({"publication_consent__exact": "1"}, {"park"}),
        ({"q": "Busse"}, {"bus"}),
        ({"q": "Spielplätze"}, {"park"}),
    ],
)
def test_it_filters_and_searches(lea, submissions, query, found):
    from forums.models import Forum, Ministry

    for key, model in (
        ("assigned_forum__slug", Forum),
        ("assigned_forum__ministry__slug", Ministry),
    ):
        if slug := query.get(key):
            query = {key.replace("slug", "id__exact"): model.objects.get(slug=slug).pk}
    assert shown(lea, **query) == {submissions[name].pk for name in found}


def test_it_filters_by_day(lea, submissions):
    Submission.objects.filter(pk=submissions["bus"].pk).update(day=date(2020, 1, 1))
    assert shown(lea, day__gte="2020-01-01", day__lt="2021-01-01") == {submissions["bus"].pk}


def test_a_reference_is_found_as_it_is_written_down(lea, submissions):
    bus = submissions["bus"]
    for term in (bus.reference, bus.shown_reference, bus.shown_reference.lower()):
        assert shown(lea, q=term) == {bus.pk}


def test_the_list_takes_the_same_number_of_queries_for_many(
    lea, submit, django_assert_max_num_queries
):
    for number in range(30):
        submit(reason=f"Grund {number}")
    with django_assert_max_num_queries(16):
        lea.get(f"{LIST}?arbeit=alle")


def test_it_begins_with_what_is_unread_the_oldest_first(lea, submit):
    for day in (3, 1, 2):
        row = submit(reason=f"vom {day}.")
        Submission.objects.filter(pk=row.pk).update(day=date(2026, 3, day))
    submit()  # without text: counted
    rows = lea.get(LIST, follow=True).context["cl"].result_list
    assert [row.reason for row in rows] == ["vom 1.", "vom 2.", "vom 3."]


def test_what_is_filtered_can_be_printed(lea, submissions):
    page = lea.get(f"{LIST}drucken/?arbeit=ohne-forum").content.decode()
    assert "1 Beitrag." in page
    assert "Mehr Schatten" in page
    assert "Mehr Busse" not in page


@pytest.mark.parametrize(
    ("name", "status"), [("vera", 200), ("jan", 200), ("lea", 200), ("dana", 200), ("rita", 403)]
)
def test_the_print_list_is_for_who_sees_submissions(request, submissions, name, status):
    client = request.getfixturevalue(name)
    response = client.get(f"{LIST}drucken/?arbeit=alle")
    assert response.status_code == status
    sees = name in ("vera", "lea", "dana")
    assert ("Mehr Busse" in response.content.decode()) is sees


def test_nobody_else_gets_the_print_list(client, django_user_model, submissions):
    assert client.get(f"{LIST}drucken/")["Location"].startswith("/verwaltung/login/")
    client.force_login(django_user_model.objects.create_user("person", is_staff=True))
    assert client.get(f"{LIST}drucken/").status_code == 403
    assert client.post(f"{LIST}drucken/").status_code == 405


# Many at once


def post_action(client, action, *rows, **fields):
    """Choose an action for rows; with fields, or without any, as the page sends it that asks."""
    name = action.removesuffix("_many")
    data = {"action": action, "_selected_action": [row.pk for row in rows], "index": 0}
    if fields or not deeds()[name].asks:
        data |= {"asked": 1} | {f"{name}-{field}": value for field, value in fields.items()}
    return client.post(f"{LIST}?arbeit=alle", data, follow=True)


def act(client, action, *rows, **fields):
    response = post_action(client, action, *rows, **fields)
    return said(response)


def said(response):
    """Return the messages, without the buttons behind them."""
    return [str(message).partition(" <button")[0] for message in response.context["messages"]]


def test_many_are_read_at_once_and_what_was_done_is_reported(vera, submit, submissions):
    again = submit(reason="Noch einer")
    again.take(MARK_READ, vera.user)
    assert act(vera, "read_many", submissions["bus"], again) == [
        "Erledigt: 1.",
        "Beim jetzigen Stand nicht möglich: 1.",
    ]
    assert Submission.objects.get(pk=submissions["bus"].pk).state == "read"


def test_many_are_moved_with_a_note(lea, submissions):
    forum = Forum.objects.get(slug="rechtsstaat")
    rows = submissions.values()
    assert act(lea, "reassign_many", *rows, forum=forum.pk, text="Gehört hierher") == [
        "Erledigt: 2."
    ]
    assert set(Submission.objects.values_list("assigned_forum", flat=True)) == {forum.pk}
    assert set(ReviewStep.objects.values_list("note", flat=True)) == {"Gehört hierher"}


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("reassign_many", {"forum": "", "text": "Notiz"}),
        ("reassign_many", {"forum": "999999", "text": "Notiz"}),
        ("reassign_many", {"forum": "1", "text": ""}),
        ("not_pursue_many", {"text": " "}),
        ("answer_many", {"text": ""}),
        ("answer_many", {"text": "a\0b"}),
        ("answer_many", {"text": "ä" * 4001}),
        ("tag_many", {"text": ""}),
        ("tag_many", {"text": "ä" * 41}),
    ],
)
def test_what_is_wrong_for_many_is_named_and_what_was_typed_is_kept(
    lea, submissions, action, fields
):
    response = post_action(lea, action, *submissions.values(), **fields)
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors
    assert form["text"].value() in response.content.decode()
    assert not ReviewStep.objects.exists()


def test_a_step_with_words_asks_for_them_and_names_how_many(lea, submissions):
    response = post_action(lea, "answer_many", *submissions.values())
    page = response.content.decode()
    assert "<h1>2 Beiträge beantworten?</h1>" in page
    assert "Dank und Weitergabe" in page
    assert '<input type="hidden" name="asked" value="1">' in page
    for row in submissions.values():
        assert f'name="_selected_action" value="{row.pk}"' in page
    assert not ReviewStep.objects.exists()


def test_a_ready_text_is_added_for_many_without_a_script(lea, submissions):
    template = AnswerTemplate.objects.get(title="Zuständig ist der Bund")
    data = {"action": "answer_many", "_selected_action": submissions["bus"].pk, "index": 0}
    data |= {"asked": 1, "vorlage": template.pk, "answer-text": "Gut gesehen."}
    response = lea.post(LIST, data)
    assert response.status_code == 200
    assert response.context["form"]["text"].value() == f"Gut gesehen.\n\n{template.text}"
    assert not ReviewStep.objects.exists()


def test_one_answer_goes_to_all_that_a_filter_finds(lea, submit, monkeypatch):
    monkeypatch.setattr("survey.desk.many.MOST_AT_ONCE", 3)
    rows = [submit(reason=f"Zu voll, Linie {number}") for number in range(4)]
    data = {"action": "answer_many", "_selected_action": rows[0].pk, "index": 0}
    data |= {"select_across": 1, "asked": 1, "answer-text": "Es kommen mehr."}
    for words in (
        ["Erledigt: 3.", "Noch nicht erledigt: 1. Bitte führen Sie die Aktion noch einmal aus."],
        ["Erledigt: 1.", "Beim jetzigen Stand nicht möglich: 3."],
    ):
        response = lea.post(f"{LIST}?arbeit=alle", data, follow=True)
        assert said(response) == words
    assert Submission.objects.filter(state="answered").count() == 4


def test_the_page_that_asks_for_words_remembers_that_all_were_chosen(lea, submissions):
    data = {"action": "answer_many", "_selected_action": submissions["bus"].pk, "index": 0}
    for fields, across in (({"select_across": 1}, 1), ({}, 0)):
        page = lea.post(f"{LIST}?arbeit=alle", data | fields).content.decode()
        assert f'<input type="hidden" name="select_across" value="{across}">' in page


def test_many_are_ended_sorted_out_handed_over_and_tagged(vera, submissions):
    bus = submissions["bus"]
    assert act(vera, "hand_over_many", bus) == ["Erledigt: 1."]
    assert act(vera, "tag_many", bus, text="Abend") == ["Erledigt: 1."]
    assert act(vera, "not_pursue_many", bus, text="Schon gebaut") == ["Erledigt: 1."]
    bus.refresh_from_db()
    assert (bus.state, bus.tags.get().name) == ("not_pursued", "Abend")
    bus.take(REOPEN, vera.user)
    assert act(vera, "sort_out_many", bus) == ["Erledigt: 1."]


def test_without_a_forum_nothing_is_handed_over_or_tagged(lea, submissions):
    park = submissions["park"]
    for action, fields in (("hand_over_many", {}), ("tag_many", {"text": "Abend"})):
        said = act(lea, action, park, **fields)
        assert said == ["Erledigt: 0.", "Beim jetzigen Stand nicht möglich: 1."]
    park.refresh_from_db()
    assert (park.state, park.steps.count(), Tag.objects.count()) == ("received", 0, 0)


def test_what_lies_with_the_forum_already_is_not_moved_there_with_many(lea, submissions, verkehr):
    said = act(lea, "reassign_many", *submissions.values(), forum=verkehr.pk, text="Für Sie")
    assert said == ["Erledigt: 1.", "Beim jetzigen Stand nicht möglich: 1."]
    assert not submissions["bus"].steps.exists()


def test_nothing_is_said_to_be_done_when_nothing_was(vera, submit):
    data = {"action": "read_many", "_selected_action": [submit(reason="Grund").pk], "asked": 1}
    for chosen, level in (
        (data, "success"),
        (data, "warning"),
        (data | {"_selected_action": ["0f8fad5b-d9cb-469f-a165-70867728950e"]}, "warning"),
    ):
        page = vera.post(f"{LIST}?arbeit=alle", chosen, follow=True)
        assert next(iter(page.context["messages"])).level_tag == level


def test_a_word_that_is_given_already_is_not_given_again(vera, submit):
    row = submit(reason="Grund")
    page = f"{LIST}{row.pk}/change/"
    fields = {"step": "tag", "tag-text": "Bus", "tag-version": row.version}
    assert "Schlagwort gegeben." in vera.post(page, fields, follow=True).content.decode()
    again = vera.post(page, fields | {"tag-text": "bus"}, follow=True).content.decode()
    assert "Das ist schon so, es war nichts zu ändern." in again
    many = {"action": "tag_many", "_selected_action": [row.pk], "asked": "1", "tag-text": "Bus"}
    page = vera.post(LIST, many, follow=True).content.decode()
    assert "Schon vorher so: 1." in page
    assert "Erledigt: 0." in page
    assert row.tags.count() == 1


def confirmed(response):
    """Return what the page that asks sends when the button is pressed."""
    page = response.content.decode()
    fields = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def test_more_are_erased_than_a_form_may_have_fields_as_other_deeds_are_done(
    dana, submit, settings, monkeypatch
):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    monkeypatch.setattr("ruhrdialog.lib.deleting.MOST_AT_ONCE", 12)
    rows = [submit(reason="Grund", day=date(2026, 1, day)) for day in range(1, 21)]
    across = {"action": "delete_selected", "select_across": "1", "_selected_action": [rows[0].pk]}
    every = f"{LIST}?arbeit=alle"
    asked = dana.post(every, across)
    assert "Auf einmal gehen 12. Danach sind noch 8 zu löschen" in asked.content.decode()
    assert len(confirmed(asked)) < 10
    submit(reason="Kam danach", day=date(2025, 1, 1))
    done = dana.post(every, confirmed(asked), follow=True).content.decode()
    assert "12 Beiträge" in done
    assert "Noch nicht gelöscht: 8." in done
    assert Submission.objects.count() == 9
    assert Withdrawal.objects.count() == 12
    assert Submission.objects.filter(reason="Kam danach").exists()
    again = dana.post(every, confirmed(asked), follow=True).content.decode()
    assert "Es wurde nichts gelöscht" in again
    assert "erfolgreich" not in again
    rest = dana.post(every, confirmed(dana.post(every, across)), follow=True).content.decode()
    assert "Noch nicht gelöscht" not in rest
    assert not Submission.objects.exists()


def test_only_chosen_ones_are_erased_and_keys_of_others_find_nothing(dana, vera, submit):
    one, other = submit(reason="Grund"), submit(reason="Bleibt")
    chosen = {"action": "delete_selected", "_selected_action": [one.pk]}
    fields = confirmed(dana.post(f"{LIST}?arbeit=alle", chosen))
    assert fields["_selected_action"] == str(one.pk)
    assert dana.post(f"{LIST}?arbeit=alle", fields | {"_selected_action": "x,y"}).status_code == 400
    vera.post(f"{LIST}?arbeit=alle", fields)
    assert Submission.objects.count() == 2
    dana.post(f"{LIST}?arbeit=alle", fields)
    assert Submission.objects.get() == other


def test_erased_together_each_leaves_its_trace(dana, client, submit):
    codes = [random_code(), random_code()]
    keys = [submit(code, reason="Zu persönlich").pk for code in codes]
    data = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    dana.post(f"{LIST}?arbeit=alle", data)
    assert not Submission.objects.exists()
    assert Withdrawal.objects.count() == 2
    for code in codes:
        assert "Zurückgezogen und gelöscht" in client.get(f"/beleg/{code}/").content.decode()
        assert submit(code, reason="Von einer alten Prüfseite") is None


# One


@pytest.fixture
def bus(submissions):
    return submissions["bus"]


@pytest.fixture
def page(bus):
    return f"{LIST}{bus.pk}/change/"


@pytest.fixture
def take(vera, page, bus):
    """Press a button on the page as it is now."""

    def post(step, **fields):
        version = Submission.objects.get(pk=bus.pk).version
        fields = {f"{step}-{name}": value for name, value in {"version": version, **fields}.items()}
        response = vera.post(page, {"step": step, **fields})
        bus.refresh_from_db()
        return response

    return post


def test_what_citizens_wrote_is_escaped_and_not_to_be_edited(lea, submit):
    submission = submit(reason="<script>alert(1)</script>", further_interests=[])
    page = lea.get(f"{LIST}{submission.pk}/change/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    lea.post(f"{LIST}{submission.pk}/change/", {"reason": "Anders", "step": "read"})
    submission.refresh_from_db()
    assert submission.reason == "<script>alert(1)</script>"


def test_no_address_is_in_sight_and_the_desk_says_why(vera, page):
    assert "E-Mail-Adressen stehen hier nicht" in vera.get(page).content.decode()


def test_read_leads_to_the_next_unread(take, submit, bus):
    second = submit(reason="Der nächste")
    Submission.objects.filter(pk=second.pk).update(day=date(2099, 1, 1))
    response = take("read")
    assert bus.state == "read"
    assert response["Location"] == f"{LIST}{second.pk}/change/"


def test_the_last_one_read_stays_in_sight(take, page, bus):
    assert take("read")["Location"] == page


def test_it_is_handed_over_to_the_work_of_its_forum(take, bus):
    take("hand_over")
    assert bus.state == "forwarded"
    assert bus.steps.get().forum.slug == "verkehr"


def test_a_question_and_an_answer_stand_on_the_receipt(take, client, submit, vera):
    code = random_code()
    row = submit(code, reason="Zu voll")
    row.take(ASK_BACK, vera.user, "Welche Linie?")
    assert "Welche Linie?" in client.get(f"/beleg/{code}/").content.decode()
    row.take(REPLY, text="Die 105")
    row.take(ANSWER, vera.user, "Wir prüfen das.")
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Wir prüfen das." in page


@pytest.mark.parametrize(
    ("step", "state"),
    [("answer", "answered"), ("ask_back", "asked_back"), ("not_pursue", "not_pursued")],
)
def test_a_step_with_words_keeps_them(take, bus, step, state):
    take(step, text="Zeile 1\r\nZeile 2")
    assert bus.state == state
    assert bus.steps.get().text == "Zeile 1\nZeile 2"


def test_it_moves_to_another_forum_and_who_moved_it_still_sees_where(take, vera, page, bus, jan):
    forum = Forum.objects.get(slug="rechtsstaat")
    take("reassign", forum=forum.pk, text="Gehört zu Ihnen")
    assert (bus.state, bus.assigned_forum, bus.forum.slug) == ("received", forum, "verkehr")
    seen = vera.get(page).content.decode()
    assert "Diesen Beitrag bearbeitet das Themenforum Rechtsstaat." in seen
    assert 'name="step"' not in seen
    assert bus.pk in {
        row.pk for row in vera.get(f"{LIST}?arbeit=weitergegeben").context["cl"].result_list
    }
    assert "Gehört zu Ihnen" in jan.get(page).content.decode()
    assert vera.post(page, {"step": "read", "read-version": bus.version}).status_code == 403


def test_the_note_of_a_move_is_not_for_citizens(client, submit, lea):
    code = random_code()
    submit(code, reason="a").take(REASSIGN, lea.user, "Intern!", Forum.objects.get(slug="arbeit"))
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Weitergegeben an das Themenforum Arbeit" in page
    assert "Intern!" not in page


def test_what_was_ended_can_be_taken_up_again(take, bus):
    for step, fields in (
        ("sort_out", {}),
        ("answer", {"text": "a"}),
        ("not_pursue", {"text": "a"}),
    ):
        take(step, **fields)
        assert bus.state in CLOSED
        take("reopen")
        assert bus.state == "read"


def test_the_citizen_reads_kindly_what_was_sorted_out(client, submit, lea):
    code = random_code()
    submit(code, reason="Kauft!").take(SORT_OUT, lea.user)
    assert "Nicht weiterverfolgt" in client.get(f"/beleg/{code}/").content.decode()


def test_what_looks_like_advertising_is_marked_and_can_be_released(lea, submit):
    row = submit(reason="https://a.example www.b.example http://c.example")
    assert shown(lea, arbeit="pruefen") == {row.pk}
    address = f"{LIST}{row.pk}/change/"
    assert "3 Links im Text" in lea.get(address).content.decode()
    lea.post(address, {"step": "release", "release-version": 0})
    assert shown(lea, arbeit="pruefen") == set()
    row.refresh_from_db()
    assert row.state == "received"


def test_notes_are_for_staff_only(take, vera, page, client, bus):
    take("note", text="Kennt jemand die Linie?")
    assert Note.objects.get().by == vera.user
    assert "Kennt jemand die Linie?" in vera.get(page).content.decode()


def test_tags_are_given_found_and_taken_away(take, vera, page, bus):
    take("tag", text="Abend")
    take("tag", text=" abend ")
    [tag] = bus.tags.all()
    assert shown(vera, schlagwort=tag.pk) == {bus.pk}
    vera.post(page, {"untag": tag.pk})
    assert not bus.tags.exists()


def test_a_new_portal_has_ready_texts_for_the_usual_cases(vera, page):
    text = vera.get(page).content.decode()
    for title in ("Dank und Weitergabe", "Rückfrage: Ort", "Zuständig ist die Stadt"):
        assert title in text


def test_a_ready_text_fills_the_field_without_a_script(vera, page):
    template = AnswerTemplate.objects.create(title="Danke", text="Vielen Dank für den Hinweis.")
    assert "Vielen Dank für den Hinweis.</textarea>" in (
        vera.get(f"{page}?vorlage={template.pk}").content.decode()
    )
    for strange in ("x", "999", ""):
        assert vera.get(f"{page}?vorlage={strange}").status_code == 200


# It refuses


def test_the_second_of_two_is_told_and_nothing_is_overwritten(vera, lea, page, bus):
    lea.get(page)  # both have the page open
    vera.post(page, {"step": "answer", "answer-version": 0, "answer-text": "Von Vera"})
    response = lea.post(page, {"step": "answer", "answer-version": 0, "answer-text": "Von Lea"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "Jemand war schneller" in text
    assert "Letzter Schritt: Beantwortet von <bdi>vera</bdi>." in text
    assert "Von Lea" in text
    assert bus.steps.get().text == "Von Vera"


def test_a_text_that_the_citizen_has_changed_is_not_answered_unread(vera, page, bus):
    bus.change(other_topic="", reason="Ganz anders", proposal="")
    response = vera.post(page, {"step": "answer", "answer-version": 0, "answer-text": "Zu alt"})
    assert response.status_code == 409
    assert "Zu alt</textarea>" in response.content.decode()
    assert not bus.steps.exists()


@pytest.mark.parametrize("step", ["answer", "ask_back", "not_pursue", "reassign", "note", "tag"])
def test_an_empty_text_is_refused(take, bus, step):
    response = take(step, text="")
    assert response.status_code == 422
    assert "Bitte " in response.content.decode()
    assert not bus.steps.exists()


def test_a_text_that_is_too_long_is_refused_and_kept(take):
    response = take("answer", text="ä" * 4001)
    assert response.status_code == 422
    assert "Bitte kürzen Sie ihn um 1 Zeichen." in response.content.decode()
    assert "ä" * 4001 in response.content.decode()


def test_it_is_not_moved_to_where_it_is(take, verkehr):
    response = take("reassign", forum=verkehr.pk, text="a")
    assert response.status_code == 422
    assert "Dort liegt der Beitrag schon." in response.content.decode()


@pytest.mark.parametrize("tag", ["x", "", "0", "99999999999999999999"])
def test_an_unknown_tag_is_not_taken_away(vera, page, tag):
    assert vera.post(page, {"untag": tag}).status_code == 404


def test_the_tag_of_another_submission_is_not_taken_away(vera, page, submit):
    other = submit(reason="Ein anderer")
    other.add_tag("Abend")
    assert vera.post(page, {"untag": other.tags.get().pk}).status_code == 404
    assert other.tags.exists()


def test_who_only_sees_a_submission_takes_no_tag_away(vera, dana, page, bus):
    bus.add_tag("Abend")
    bus.take(REASSIGN, vera.user, "Gehört dorthin", Forum.objects.get(slug="rechtsstaat"))
    for client in (vera, dana):
        assert client.post(page, {"untag": bus.tags.get().pk}).status_code == 403
    assert bus.tags.exists()


def test_without_a_forum_there_is_no_button_to_hand_over_or_tag(lea, submissions):
    park = submissions["park"]
    page = f"{LIST}{park.pk}/change/"
    html = lea.get(page).content.decode()
    assert 'value="answer"' in html
    for step, text in (("hand_over", ""), ("tag", "Abend")):
        assert f'value="{step}"' not in html
        fields = {"step": step, f"{step}-version": 0, f"{step}-text": text}
        response = lea.post(page, fields)
        assert response.status_code == 409
        assert "Jemand war schneller" in response.content.decode()
    assert not park.steps.exists()
    assert not Tag.objects.exists()


@pytest.mark.parametrize("step", ["answer", "note", "tag", "reassign"])
def test_a_text_with_a_null_character_is_refused(take, bus, step):
    assert take(step, text="a\0b").status_code == 422


@pytest.mark.parametrize("fields", [{}, {"step": "fly"}, {"step": "read"}])
def test_what_no_button_sends_is_refused(vera, page, bus, fields):
    assert vera.post(page, fields).status_code == 422
    assert not bus.steps.exists()


def test_a_step_that_does_not_fit_is_refused(take, bus):
    assert take("reopen").status_code == 409
    assert not bus.steps.exists()


# Similar ones


@pytest.fixture
def similar(submit, bus):
    return submit(reason="Busse am Abend", proposal="Mehr Busse!")


def test_similar_ones_stand_there_with_score_and_words(vera, page, similar):
    html = vera.get(page).content.decode()
    assert similar.shown_reference in html
    assert "% ähnlich, gemeinsame Wörter: " in html
    assert "bekommt dieselbe Antwort" in html


def test_one_answer_goes_to_the_chosen_ones_too(take, similar):
    take("answer", text="Es kommen mehr.", also=[similar.pk])
    similar.refresh_from_db()
    assert similar.state == "answered"
    assert similar.steps.get().text == "Es kommen mehr."


def test_one_that_was_answered_meanwhile_keeps_its_answer(take, lea, similar):
    similar.take(ANSWER, lea.user, "Schon da.")
    response = take("answer", text="Es kommen mehr.", also=[similar.pk])
    assert similar.steps.get().text == "Schon da."
    assert response.status_code == 302


def test_what_is_not_ones_own_is_neither_shown_nor_answered(vera, take, page, submit, bus):
    foreign = submit(other_topic="Busse", proposal="Mehr Busse am Abend")
    assert foreign.shown_reference not in vera.get(page).content.decode()
    response = take("answer", text="Es kommen mehr.", also=[foreign.pk])
    assert response.status_code == 422
    assert "liegt nicht mehr bei Ihnen" in response.content.decode()
    assert bus.state == "received"
    assert not foreign.steps.exists()


def test_after_an_error_the_chosen_ones_are_still_chosen(take, similar):
    html = take("answer", text="", also=[similar.pk]).content.decode()
    assert f'value="{similar.pk}" form="answer-form" checked' in html


def test_a_campaign_is_one_group_with_its_count_and_reason(vera, submit):
    from survey.alike.campaigns import find_campaigns
    from tests.survey.alike.test_campaigns import VARIANTS

    rows = [submit(reason=text) for text in VARIANTS]
    find_campaigns()
    html = vera.get(f"{LIST}{rows[0].pk}/change/").content.decode()
    assert "Fast derselbe Text kam 6-mal." in html
    assert "% der Wörter sind dieselben." in html
    number = Submission.objects.get(pk=rows[0].pk).campaign_id
    assert shown(vera, arbeit="alle", kampagne=number) == {row.pk for row in rows}
    assert shown(vera, kampagne="nein") == set()
    assert shown(vera, kampagne="99999") == set()


def test_the_start_page_says_what_is_to_be_done_and_leads_nowhere_for_nothing(vera, submit):
    for number in range(3):
        submit(reason=f"Grund {number}")
    Submission.objects.first().take(MARK_READ, vera.user)
    page = " ".join(vera.get("/verwaltung/").content.decode().split())
    tiles = page[page.index("desk-tiles") : page.index("Ungelesene lesen")]
    assert f'href="{LIST}?arbeit=ungelesen"> <strong>2</strong> Ungelesen <span' in tiles
    assert f'href="{LIST}?arbeit=antwort"> <strong>1</strong> Warten auf Antwort </a>' in tiles
    assert "<div> <strong>0</strong> Bitte prüfen </div>" in tiles
    assert "arbeit=pruefen" not in page
