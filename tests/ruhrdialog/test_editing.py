"""Editing forums and questions: preview, order by number, history, the way back."""

import pytest
import reversion
from reversion.models import Revision, Version

from faq.models import Question
from forums.models import Forum, Ministry
from ruhrdialog.lib.versions import marked
from survey.desk.models import AnswerTemplate
from survey.news.models import Update
from survey.participation.models import SurveyPeriod

pytestmark = pytest.mark.django_db


@pytest.fixture
def verkehr(db):
    return Forum.objects.get(slug="verkehr")


@pytest.fixture
def page(verkehr):
    return f"/verwaltung/forums/forum/{verkehr.pk}/"


def fields(rita, page, **changes):
    """Return what the browser would send: the form as it is, and what was changed."""
    context = rita.get(page).context
    data = {"seen": context["seen"]} if "seen" in context else {}
    for form in [context["adminform"].form, *formset_forms(context)]:
        for bound in form:
            value = bound.value()
            data[bound.html_name] = "" if value is None else value
    return data | changes


def formset_forms(context):
    for inline in context["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms


def test_a_text_is_changed_and_stands_on_the_page(rita, client, verkehr, page):
    data = fields(rita, f"{page}change/", question="Wie kommen wir schneller an?")
    assert rita.post(f"{page}change/", data).status_code == 302
    assert "Wie kommen wir schneller an?" in client.get("/themenforen/verkehr/").content.decode()


def test_the_preview_shows_the_page_and_saves_nothing(rita, verkehr, page):
    moderator = verkehr.moderators.first()
    data = fields(rita, f"{page}change/", question="Wie fliegen wir?")
    data["moderators-0-name"] = "Eine andere Moderation"
    versions = Version.objects.count()
    response = rita.post(f"{page}vorschau/", data)
    text = response.content.decode()
    assert "Wie fliegen wir?" in text
    assert "Eine andere Moderation" in text
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    verkehr.refresh_from_db()
    moderator.refresh_from_db()
    assert verkehr.question != "Wie fliegen wir?"
    assert moderator.name != "Eine andere Moderation"
    assert Version.objects.count() == versions
    assert "erfolgreich" not in rita.get("/verwaltung/").content.decode()


def test_the_preview_of_something_new(rita):
    data = {
        "slug": "neue-frage",
        "question": "Ganz neu?",
        "answer": "Ja, **neu**.",
        "position": 99,
    }
    text = rita.post("/verwaltung/faq/question/vorschau/", data).content.decode()
    assert "<strong>neu</strong>" in text
    assert not Question.objects.filter(slug="neue-frage").exists()


def test_the_preview_of_what_is_wrong_is_the_form_with_its_errors(rita, page):
    data = fields(rita, f"{page}change/", question="")
    response = rita.post(f"{page}vorschau/", data)
    assert response.context["adminform"].form.errors.keys() == {"question"}


def test_order_is_by_number_and_numbers_may_be_shared(rita, client):
    first, second = Question.objects.all()[:2]
    Question.objects.filter(pk=second.pk).update(position=first.position)
    page = client.get(f"/faq/{first.slug}/").content.decode()
    assert client.get("/faq/").status_code == 200
    assert "Nächste Frage" in page


def test_the_order_is_changed_in_the_list(rita):
    page = "/verwaltung/faq/question/"
    rows = list(Question.objects.all())
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "1"}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-id": row.pk, f"form-{number}-position": len(rows) - number}
    assert rita.post(page, data).status_code == 302
    own = [row for row in rows if row.own]  # stay behind the authority's
    others = [row for row in rows if not row.own]
    assert list(Question.objects.all()) == others[::-1] + own[::-1]


def in_list(client, rows, *, seen, **typed):
    """Post the list of questions as a page sends it that has shown some positions."""
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "1"}
    for number, row in enumerate(rows):
        data[f"form-{number}-id"] = row.pk
        data[f"initial-form-{number}-position"] = seen[number]
        data[f"form-{number}-position"] = typed.get(f"row{number}", seen[number])
    return client.post("/verwaltung/faq/question/", data)


def test_of_two_who_change_the_order_in_the_list_the_second_is_told(rita):
    rows = list(Question.objects.all())
    seen = [row.position for row in rows]
    shown = rita.get("/verwaltung/faq/question/").content.decode()
    assert f'name="initial-form-0-position" value="{seen[0]}"' in shown
    assert in_list(rita, rows, seen=seen, row0=50).status_code == 302
    assert in_list(rita, rows, seen=seen, row1=60).status_code == 302  # of another row
    assert [Question.objects.get(pk=row.pk).position for row in rows[:2]] == [50, 60]
    told = in_list(rita, rows, seen=seen, row0=70)
    assert told.status_code == 409
    page = told.content.decode()
    assert "Inzwischen steht hier 50." in page
    assert 'name="initial-form-0-position" value="50"' in page
    assert 'name="form-0-position" value="70"' in page
    rows[0].refresh_from_db()
    assert rows[0].position == 50
    assert in_list(rita, rows, seen=[50, *seen[1:]], row0=70).status_code == 302
    assert in_list(rita, rows, seen=seen, row1="x").status_code == 422


def test_the_history_says_who_changed_what_and_leads_back(rita, verkehr, page):
    question, moderator = verkehr.question, verkehr.moderators.first().name
    data = fields(rita, f"{page}change/", question="Verändert?")
    data["moderators-0-name"] = "Verändert"
    rita.post(f"{page}change/", data)
    history = rita.get(f"{page}history/")
    assert "rita" in history.content.decode()
    assert "Text der Landesregierung" in history.content.decode()
    first = history.context["action_list"][-1]["url"]
    assert question in rita.get(first).content.decode()
    verkehr.refresh_from_db()
    assert verkehr.question == "Verändert?"  # looking changes nothing
    assert rita.post(first, fields(rita, first)).status_code == 302
    verkehr.refresh_from_db()
    assert (verkehr.question, verkehr.moderators.first().name) == (question, moderator)


def test_who_changes_a_text_whose_versions_have_gone_with_time_can_go_back_all_the_same(
    rita, verkehr, page
):
    question = verkehr.question
    Revision.objects.all().delete()
    for changed in ("Verändert?", "Noch einmal?"):
        rita.post(f"{page}change/", fields(rita, f"{page}change/", question=changed))
    history = rita.get(f"{page}history/").context["action_list"]
    assert [entry["revision"].comment for entry in history][-1] == "Stand vor der Änderung"
    assert len(history) == 3
    first = history[-1]["url"]
    rita.post(first, fields(rita, first))
    verkehr.refresh_from_db()
    assert verkehr.question == question


def test_an_earlier_version_of_a_ministry_brings_back_no_members(rita, lea, vera):
    ministry = Ministry.objects.get(slug="verkehr")
    page = f"/verwaltung/forums/ministry/{ministry.pk}/"
    rita.post(f"{page}change/", fields(rita, f"{page}change/", name="Neuer Name"))
    ministry.members.clear()
    first = rita.get(f"{page}history/").context["action_list"][-1]["url"]
    rita.post(first, fields(rita, first))
    assert Ministry.objects.get(slug="verkehr").name != "Neuer Name"
    assert not ministry.members.exists()


def version_with(row, **values):
    """Store a version that says something else of a row, which itself stays as it is."""
    with reversion.create_revision():
        type(row).objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
        reversion.add_to_revision(row)
    return Version.objects.get_for_object(row).first()


def test_the_ministry_of_a_forum_is_changed_on_its_own_page_by_leadership_only(
    lea, rita, verkehr, page
):
    justice = Ministry.objects.get(slug="justiz")
    seen = lea.get(f"{page}change/").content.decode()
    assert "Ministerium ändern" in seen
    assert "Vorschau" not in seen
    assert "history/" not in seen
    assert "Ministerium ändern" not in rita.get(f"{page}change/").content.decode()
    assert rita.post(f"{page}ministerium/", {"ministry": justice.pk}).status_code == 403
    data = fields(rita, f"{page}change/", ministry=justice.pk)
    rita.post(f"{page}change/", data)
    verkehr.refresh_from_db()
    assert verkehr.ministry != justice
    assert lea.post(f"{page}ministerium/", {"ministry": 0}).status_code == 422
    assert lea.post(f"{page}ministerium/", {"ministry": justice.pk}).status_code == 302
    verkehr.refresh_from_db()
    assert verkehr.ministry == justice


@pytest.mark.parametrize("name", ["rita", "lea", "administrator"])
def test_an_earlier_version_of_a_forum_brings_back_no_ministry(request, name, verkehr, page):
    now, justice = verkehr.ministry, Ministry.objects.get(slug="justiz")
    earlier = version_with(verkehr, ministry=justice, question="Früher?")
    Forum.objects.filter(pk=verkehr.pk).update(ministry=now, question="Heute?")
    client = request.getfixturevalue(name)
    address = f"{page}history/{earlier.pk}/"
    response = client.get(address)
    if name != "lea":
        assert "Früher?" in response.content.decode()
        assert str(justice) not in response.content.decode()
        assert client.post(address, fields(client, address)).status_code == 302
    else:
        assert response.status_code == 403
        assert client.post(address).status_code == 403
    recover = f"/verwaltung/forums/forum/recover/{earlier.pk}/"
    if name == "administrator":
        client.post(recover, fields(client, recover))
    else:
        assert client.post(recover).status_code == 403
    verkehr.refresh_from_db()
    assert verkehr.ministry == now
    assert verkehr.question == ("Heute?" if name == "lea" else "Früher?")


def test_a_version_is_brought_back_under_the_address_of_its_own_model_only(rita, verkehr):
    now = verkehr.ministry
    question = Question.objects.create(
        pk=verkehr.pk + 1000, slug="a", question="a", answer="a", position=1
    )
    forum = Forum.objects.create(
        pk=question.pk,
        slug="a",
        title="a",
        group="community",
        question="a",
        goals="a",
        ministry=now,
        position=99,
    )
    earlier = version_with(forum, ministry=Ministry.objects.get(slug="justiz"))
    Forum.objects.filter(pk=forum.pk).update(ministry=now)
    for address in (f"{question.pk}/history/{earlier.pk}/", f"recover/{earlier.pk}/"):
        page = f"/verwaltung/faq/question/{address}"
        assert rita.get(page).status_code == 404
        assert rita.post(page, {"question": "a"}).status_code == 404
    forum.refresh_from_db()
    assert forum.ministry == now


def test_a_version_of_a_moderator_is_none_of_a_forum(rita, verkehr):
    moderator = verkehr.moderators.first()
    earlier = version_with(moderator, name="Früher")
    page = f"/verwaltung/forums/forum/{moderator.pk}/history/{earlier.pk}/"
    assert rita.get(page).status_code == 404


def test_a_revision_of_several_models_is_not_brought_back(rita, verkehr):
    now, question = verkehr.ministry, Question.objects.first()
    with reversion.create_revision():
        Forum.objects.filter(pk=verkehr.pk).update(ministry=Ministry.objects.get(slug="justiz"))
        verkehr.refresh_from_db()
        reversion.add_to_revision(verkehr)
        reversion.add_to_revision(question)
    Forum.objects.filter(pk=verkehr.pk).update(ministry=now)
    version = Version.objects.get_for_object(question).first()
    page = f"/verwaltung/faq/question/{question.pk}/history/{version.pk}/"
    assert rita.post(page, {"question": "a"}).status_code == 404
    verkehr.refresh_from_db()
    assert verkehr.ministry == now


def test_leadership_brings_back_no_name_of_a_ministry(lea):
    ministry = Ministry.objects.get(slug="verkehr")
    name = ministry.name
    earlier = version_with(ministry, name="Früher")
    Ministry.objects.filter(pk=ministry.pk).update(name=name)
    lea.post(f"/verwaltung/forums/ministry/{ministry.pk}/history/{earlier.pk}/")
    ministry.refresh_from_db()
    assert ministry.name == name


@pytest.mark.parametrize("name", ["vera", "lea", "dana"])
def test_who_does_not_edit_sees_no_preview_and_no_history(request, name, page):
    client = request.getfixturevalue(name)
    assert client.post(f"{page}vorschau/", {"question": "a"}).status_code == 403
    assert client.get(f"{page}history/").status_code in (302, 403)


def test_a_preview_is_posted(rita, page):
    assert rita.get(f"{page}vorschau/").status_code == 405


def texts():
    """Return a text of each kind: its row, who edits it, the name of a field."""
    return {
        "forum": (Forum.objects.get(slug="verkehr"), "rita", "goals"),
        "question": (Question.objects.first(), "rita", "answer"),
        "news": (Update.objects.create(slug="a", title="a", text="Vorher."), "rita", "text"),
        "period": (SurveyPeriod.objects.get(), "rita", "text_before"),
        "ready text": (AnswerTemplate.objects.create(title="a", text="Vorher."), "lea", "text"),
    }


def place(row):
    return f"/verwaltung/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/"


KINDS = ["forum", "question", "news", "period", "ready text"]


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_who_edit_one_text_the_second_is_told_and_sees_both(request, kind):
    row, name, field = texts()[kind]
    client, page = request.getfixturevalue(name), f"{place(row)}change/"
    mine = fields(client, page, **{field: "Das schrieb ich in einem Satz."})
    theirs = fields(client, page, **{field: "Das schrieb sie in einem Satz."})
    assert client.post(page, theirs).status_code == 302
    response = client.post(page, mine)
    assert response.status_code == 409
    text = response.content.decode()
    assert "Das schrieb <mark>ich</mark> in einem Satz." in text
    assert "Das schrieb <mark>sie</mark> in einem Satz." in text
    assert response.context["adminform"].form[field].value() == mine[field]
    row.refresh_from_db()
    assert getattr(row, field) == theirs[field]
    again = mine | {"seen": response.context["seen"]}  # both were seen
    assert client.post(page, again).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == mine[field]


@pytest.mark.parametrize("kind", KINDS)
def test_going_back_shows_the_difference_and_says_what_its_button_does(request, kind):
    row, name, field = texts()[kind]
    client, page = request.getfixturevalue(name), f"{place(row)}change/"
    before = getattr(row, field)
    client.post(page, fields(client, page, **{field: "Ganz anders."}))
    first = client.get(f"{place(row)}history/").context["action_list"][-1]["url"]
    response = client.get(first)
    (difference,) = response.context["differences"]
    assert difference.former == "<mark>Ganz anders.</mark>"
    assert 'value="Diese Fassung wiederherstellen"' in response.content.decode()
    assert client.post(first, fields(client, first)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == before


def test_who_goes_back_overwrites_nothing_that_was_saved_meanwhile(rita, page, verkehr):
    rita.post(f"{page}change/", fields(rita, f"{page}change/", question="Zweite?"))
    first = rita.get(f"{page}history/").context["action_list"][-1]["url"]
    back = fields(rita, first)
    rita.post(f"{page}change/", fields(rita, f"{page}change/", question="Dritte?"))
    assert rita.post(first, back).status_code == 409
    verkehr.refresh_from_db()
    assert verkehr.question == "Dritte?"


def test_a_moderator_that_was_changed_meanwhile_is_shown_too(rita, page, verkehr):
    data = fields(rita, f"{page}change/")
    verkehr.moderators.filter(pk=verkehr.moderators.first().pk).update(name="Neu im Amt")
    response = rita.post(f"{page}change/", data)
    assert response.status_code == 409
    assert [each.label for each in response.context["differences"]] == [
        "Moderatorin oder Moderator 1: Name mit Titel"
    ]


def test_a_form_of_the_former_release_is_saved_and_an_error_is_no_conflict(rita, page, verkehr):
    data = fields(rita, f"{page}change/", question="")
    assert rita.post(f"{page}change/", data).status_code == 200
    del data["seen"]
    assert rita.post(f"{page}change/", data | {"question": "Neu?"}).status_code == 302


def test_published_news_stay_published_whatever_version_comes_back(rita):
    news = Update.objects.create(slug="a", title="Alt", text="a")
    page = place(news)
    rita.post(f"{page}change/", fields(rita, f"{page}change/", title="Neu"))
    forum = Forum.objects.first()
    news.publish(rita.user)
    news.topics.add(forum)
    first = rita.get(f"{page}history/").context["action_list"][-1]["url"]
    assert rita.post(first, fields(rita, first)).status_code == 302
    news.refresh_from_db()
    assert (news.title, news.published_by, [*news.topics.all()]) == ("Alt", rita.user, [forum])
    assert news.published_at
    news.delete()
    version = Version.objects.get_deleted(Update).first()
    recover = f"/verwaltung/survey/update/recover/{version.pk}/"
    assert 'value="Wiederherstellen"' in rita.get(recover).content.decode()
    assert rita.post(recover, fields(rita, recover)).status_code == 302
    assert Update.objects.get().published_at is None


@pytest.mark.parametrize(
    ("former", "later", "shown"),
    [
        ("a b c", "a x c", ("a <mark>b</mark> c", "a <mark>x</mark> c")),
        ("a", "a b", ("a", "a <mark>b</mark>")),
        ("a a", "a", ("a <mark>a</mark>", "a")),
        ("", "<b>", ("", "<mark>&lt;b&gt;</mark>")),
        ("a b", "a b", ("a b", "a b")),
    ],
)
def test_what_differs_is_marked(former, later, shown):
    assert marked(former, later) == shown
