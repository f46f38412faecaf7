"""To whom submissions are given: by hand, by rule, and who looks after them meanwhile."""

from datetime import date

import pytest

from forums.models import Forum, Ministry
from ruhrdialog.lib.staff import name_of
from survey.desk.assignments import Assignment, AssignmentRule, holder
from survey.desk.covers import Cover
from survey.desk.tasks import give_by_rules
from survey.submissions.models import Submission
from survey.submissions.rights import reviewers
from survey.submissions.steps import ANSWER, REASSIGN
from survey.upkeep.retention import delete_outdated

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"
ACCOUNT = "/verwaltung/konto/"
ALL = {"arbeit": "alle"}
MINE = ALL | {"vergeben": "mir"}
NOBODYS = ALL | {"vergeben": "niemandem"}
TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _now(db, time_machine):
    time_machine.move_to("2026-11-26 12:00", tick=False)


@pytest.fixture
def veit(staff):
    return staff("veit", "Prüfung", "verkehr")


@pytest.fixture
def rows(submit):
    return [submit(reason=f"Grund {number}") for number in range(3)]


def give(client, row, person, status=302):
    page = f"{LIST}{row.pk}/change/"
    fields = {"step": "give", "give-version": 0, "give-person": person.pk if person else ""}
    response = client.post(page, fields)
    assert response.status_code == status
    return response


def give_many(client, rows, person):
    fields = {"action": "give_many", "asked": "1", "give-person": person.pk}
    keys = {"_selected_action": [row.pk for row in rows]}
    return client.post(f"{LIST}?arbeit=alle", fields | keys, follow=True).content.decode()


def listed(client, query):
    return {row.pk for row in client.get(LIST, query).context["cl"].result_list}


def held_by(row):
    return holder(Submission.objects.get(pk=row.pk))


# By hand


def test_what_is_given_is_the_persons_own_and_nobody_elses_until_it_is_taken_back(vera, veit, rows):
    veit.user.first_name = "Veit <b>"
    veit.user.save()
    first, *others = rows
    keys = {row.pk for row in others}
    give(vera, first, veit.user)
    assert (listed(veit, MINE), listed(vera, MINE)) == ({first.pk}, set())
    assert listed(vera, NOBODYS) == listed(veit, NOBODYS) == keys
    assert "<dd><bdi>Veit &lt;b&gt;</bdi></dd>" in opened(vera, first)
    assert "<dd>Ihnen</dd>" in opened(veit, first)
    assert "Ihnen gegeben" in veit.get(LIST, ALL).content.decode()
    assert "Ihnen gegeben" not in vera.get(LIST, ALL).content.decode()
    give(veit, first, None)
    assert listed(vera, NOBODYS) == {first.pk, *keys}
    assert listed(veit, MINE) == set()


def opened(client, row):
    return client.get(f"{LIST}{row.pk}/change/").content.decode()


def test_many_are_given_at_once_to_who_works_on_them(lea, vera, veit, rows, submit):
    foreign = submit(reason="a", forum=Forum.objects.get(slug="arbeit"))
    answered = submit(reason="b")
    answered.take(ANSWER, vera.user, "Ja.")
    page = give_many(lea, [*rows, foreign, answered], veit.user)
    assert "Erledigt: 3." in page
    assert "Beim jetzigen Stand nicht möglich: 2." in page
    assert listed(veit, MINE) == {row.pk for row in rows}
    assert "Schon vorher so: 3." in give_many(vera, rows, veit.user)


def test_nothing_is_given_to_who_does_not_work_on_it(vera, jan, rita, rows):
    for somebody in (jan.user, rita.user):
        page = give(vera, rows[0], somebody, status=422).content.decode()
        assert "Diese Person bearbeitet das Themenforum nicht (mehr)." in page
    jan.post(f"{LIST}{rows[0].pk}/change/", {"step": "give", "give-person": jan.user.pk})
    assert not Assignment.objects.exists()


def test_only_who_may_is_offered_by_name(vera, veit, jan, lea, rita, verkehr):
    veit.user.is_active = False
    veit.user.save()
    assert set(reviewers([verkehr.pk])) == {vera.user, lea.user}
    assert set(reviewers(None)) == {vera.user, lea.user, jan.user}


def test_what_is_done_or_lies_nowhere_is_given_to_nobody(lea, vera, rows, submit):
    lost = submit(reason="a", other_topic="Busse")
    rows[0].take(ANSWER, vera.user, "Ja.")
    for row in (lost, rows[0]):
        assert "Jemand war schneller" in give(lea, row, vera.user, status=409).content.decode()
        assert 'value="give"' not in opened(lea, row)
    assert not Assignment.objects.exists()


def test_moved_to_another_forum_it_is_nobodys_and_back_again_as_before(
    vera, veit, lea, rows, verkehr
):
    arbeit = Forum.objects.get(slug="arbeit")
    give(vera, rows[0], veit.user)
    row = Submission.objects.get(pk=rows[0].pk)
    row.take(REASSIGN, vera.user, "Dorthin", arbeit)
    assert (held_by(row), listed(veit, MINE)) == (None, set())
    assert row.pk in listed(lea, NOBODYS)
    row.take(REASSIGN, vera.user, "Zurück", verkehr)
    assert (held_by(row), listed(veit, MINE)) == (veit.user, {row.pk})
    assert row.pk not in listed(lea, NOBODYS)


def test_it_ends_with_the_work_and_with_the_right(vera, veit, rows, time_machine):
    for row in rows:
        give(vera, row, veit.user)
    rows[0].take(ANSWER, vera.user, "Ja.")
    rows[1].withdraw()
    delete_outdated()
    assert set(Assignment.objects.values_list("submission", flat=True)) == {
        rows[0].pk,
        rows[2].pk,
    }
    time_machine.shift(2 * 86400)
    delete_outdated()
    assert [each.submission for each in Assignment.objects.all()] == [rows[2]]
    veit.user.ministries.clear()
    delete_outdated()
    assert not Assignment.objects.exists()


# By rule


def test_a_rule_gives_what_is_there_and_comes_by_tag_before_forum(vera, veit, rows, submit):
    rows[0].add_tag("Nacht")
    AssignmentRule.objects.create(forum=rows[0].forum, person=vera.user)
    AssignmentRule.objects.create(tag=rows[0].tags.get(), person=veit.user)
    foreign = submit(reason="a", forum=Forum.objects.get(slug="arbeit"))
    rows[1].take(ANSWER, vera.user, "Ja.")
    give_by_rules(0)
    assert [held_by(row) for row in rows] == [veit.user, None, vera.user]
    later = submit(reason="b")
    give_by_rules(0)
    assert (held_by(later), held_by(foreign)) == (vera.user, None)


def test_it_leaves_what_somebody_has_or_was_taken_back_and_takes_what_was_moved(
    vera, veit, rows, verkehr, monkeypatch
):
    monkeypatch.setattr("survey.desk.assignments.PORTION", 2)
    arbeit = Forum.objects.get(slug="arbeit")
    give(vera, rows[0], veit.user)
    give(vera, rows[1], None)
    Assignment.objects.create(submission=rows[2], forum=arbeit, person=veit.user)
    AssignmentRule.objects.create(forum=verkehr, person=vera.user)
    give_by_rules(0)
    assert [held_by(row) for row in rows] == [veit.user, None, vera.user]


def test_a_rule_for_who_has_left_gives_nothing(vera, rows, verkehr):
    AssignmentRule.objects.create(forum=verkehr, person=vera.user)
    vera.user.ministries.clear()
    give_by_rules(0)
    assert not Assignment.objects.exists()


def test_leitung_makes_rules_for_who_works_on_what_they_give(lea, vera, jan, verkehr):
    page = "/verwaltung/survey/assignmentrule/add/"
    wrong = [
        ({"forum": verkehr.pk, "person": jan.user.pk}, f"{name_of(jan.user)} bearbeitet Verkehr"),
        ({"person": vera.user.pk}, "Wählen Sie ein Themenforum oder ein Schlagwort"),
    ]
    for fields, words in wrong:
        assert words in lea.post(page, fields).content.decode()
    assert not AssignmentRule.objects.exists()
    lea.post(page, {"forum": verkehr.pk, "person": vera.user.pk})
    assert str(AssignmentRule.objects.get()) == "Regel für Verkehr"
    assert vera.get(page).status_code == 403


# Cover


@pytest.fixture
def cover(vera):
    """Return a function that names who looks after vera's submissions."""

    def name(colleague, first="2026-11-25", last="2026-11-27", client=vera, **fields):
        fields |= {"colleague": colleague.pk, "first_day": first, "last_day": last}
        return client.post(ACCOUNT, fields)

    return name


def test_during_a_holiday_the_colleague_finds_both(vera, veit, rows, cover, time_machine):
    give(veit, rows[0], vera.user)
    give(veit, rows[1], veit.user)
    assert cover(veit.user).status_code == 302
    assert listed(veit, MINE) == {rows[0].pk, rows[1].pk}
    assert "Vertretung für <bdi>vera</bdi>" in veit.get(LIST, MINE).content.decode()
    assert listed(vera, MINE) == {rows[0].pk}
    assert "Sie vertreten" in veit.get(ACCOUNT).content.decode()
    time_machine.move_to("2026-11-28 12:00", tick=False)
    veit.force_login(veit.user)
    assert listed(veit, MINE) == {rows[1].pk}
    delete_outdated()
    assert not Cover.objects.exists()


def test_before_it_begins_nothing_is_shown(vera, veit, rows, cover):
    give(veit, rows[0], vera.user)
    cover(veit.user, first="2026-11-27")
    assert listed(veit, MINE) == set()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first": "2026-11-28"}, "Der letzte Tag liegt vor dem ersten."),
        ({"first": "2026-11-01", "last": "2026-11-25"}, "Der letzte Tag ist schon vorbei."),
        ({"first": "morgen"}, "Bitte nennen Sie den Tag so: 24.12.2018."),
        ({"first": ""}, "Bitte nennen Sie den Tag."),
    ],
)
def test_wrong_days_are_refused(veit, cover, fields, words):
    response = cover(veit.user, **fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Cover.objects.exists()


def test_nobody_covers_for_themselves_or_for_work_that_is_not_theirs(vera, jan, lea, cover):
    for colleague in (vera.user, jan.user):
        assert cover(colleague).status_code == 422
    assert cover(lea.user, client=lea, person=lea.user.pk).status_code == 422
    assert not Cover.objects.exists()


def test_leitung_names_somebody_for_who_cannot_any_more_and_nobody_else_does(
    vera, veit, lea, jan, cover
):
    cover(veit.user, client=lea, person=vera.user.pk)
    assert Cover.objects.get().person == vera.user
    cover(vera.user, client=veit, person=lea.user.pk)
    assert Cover.objects.last().person == veit.user
    first = Cover.objects.first()
    assert veit.post(ACCOUNT, {"end": first.pk}).status_code == 404
    assert "vertritt" not in jan.get(ACCOUNT).content.decode().replace("Wer vertritt", "")
    vera.post(ACCOUNT, {"end": first.pk})
    assert first not in Cover.objects.all()


def test_who_reviews_nothing_has_no_such_page(rita, dana):
    assert {client.get(ACCOUNT).status_code for client in (rita, dana)} == {403}


# Deadlines


@pytest.fixture
def old(submit):
    return submit(reason="Alt", day=date(2026, 11, 1))


def within(promised=None, in_house=None):
    Ministry.objects.update(answer_days=promised, due_days=in_house)


@pytest.mark.parametrize(
    ("promised", "in_house", "late"),
    [(None, None, 0), (None, 25, 0), (None, 24, 1), (20, None, 5), (20, 24, 5), (24, 20, 5)],
)
def test_overdue_is_what_has_no_answer_within_the_shorter_time(vera, old, promised, in_house, late):
    within(promised, in_house)
    found = listed(vera, ALL | {"frist": "ueberschritten"})
    assert found == ({old.pk} if late else set())
    words = f"{late} {'Tag' if late == 1 else 'Tage'} überfällig"
    for page in (opened(vera, old), vera.get(LIST, ALL).content.decode()):
        assert (words in page) == bool(late)


def test_what_is_answered_or_waits_for_the_citizen_is_not_overdue(vera, old, submit):
    within(10)
    old.take(ANSWER, vera.user, "Ja.")
    submit(day=date(2026, 11, 1))  # without a text
    submit(reason="Heute")
    assert listed(vera, ALL | {"frist": "ueberschritten"}) == set()
    assert "überfällig" not in vera.get(LIST, ALL).content.decode()
    assert "Frist</dt>" not in opened(vera, old)


def test_the_page_says_the_day(vera, old):
    within(in_house=30)
    assert "<dt>Frist</dt><dd>01.12.2026</dd>" in opened(vera, old)


def test_leitung_sets_the_time_and_the_receipt_promises_nothing_by_it(lea, old):
    ministry = old.forum.ministry
    lea.post(f"/verwaltung/forums/ministry/{ministry.pk}/change/", {"due_days": "9"})
    ministry.refresh_from_db()
    assert (ministry.due_days, ministry.answer_days) == (9, None)
    assert Submission.objects.get().answer_promised_by() is None
