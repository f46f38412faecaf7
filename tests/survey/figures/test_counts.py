"""List, overview, export and start page count the same, on awkward data and for every role."""

import csv
import io
import random
from datetime import date

import pytest
from django.db import connection

from forums.models import Forum
from survey.figures.counting import EVER, counted, oldest_unread, sources
from survey.figures.models import Tally
from survey.submissions.history import ReviewStep
from survey.submissions.models import Submission
from survey.submissions.steps import ANSWER, REASSIGN, REOPEN, SORT_OUT
from tests.survey.figures.test_overview import numbers

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"
PERIODS = {
    "all": ("", ""),
    "March": ("&day__gte=2026-03-01&day__lt=2026-04-01", "von=2026-03-01&bis=2026-03-31"),
    "its last day": ("&day__gte=2026-03-31&day__lt=2026-04-01", "von=2026-03-31&bis=2026-03-31"),
    "from April on": ("&day__gte=2026-04-01", "von=2026-04-01"),
    "until April": ("&day__lt=2026-04-01", "bis=2026-03-31"),
    "February, March and a day": (
        "&day__gte=2026-02-01&day__lt=2026-04-02",
        "von=2026-02-01&bis=2026-04-01",
    ),
    "parts of two months": (
        "&day__gte=2026-03-20&day__lt=2026-04-10",
        "von=2026-03-20&bis=2026-04-09",
    ),
    "a part, April, a part": (
        "&day__gte=2026-03-31&day__lt=2026-05-02",
        "von=2026-03-31&bis=2026-05-01",
    ),
    "a few days of March": (
        "&day__gte=2026-03-20&day__lt=2026-03-26",
        "von=2026-03-20&bis=2026-03-25",
    ),
    "from a day on": ("&day__gte=2026-03-31", "von=2026-03-31"),
    "an empty one": ("&day__gte=2025-01-01&day__lt=2025-01-02", "bis=2025-12-31"),
}


@pytest.fixture
def rows(submit, lea, vera, verkehr):
    """What may go wrong with counting, at the end of March and the beginning of April."""
    justice, work = Forum.objects.get(slug="rechtsstaat"), Forum.objects.get(slug="arbeit")
    chance = random.Random(7)

    def store(day, **answers):
        row = submit(**answers)
        Submission.objects.filter(pk=row.pk).update(day=day)
        row.refresh_from_db()
        return row

    last, first = date(2026, 3, 31), date(2026, 4, 1)
    store(last)  # without text
    store(last, other_topic='=HYPERLINK("https://example.org")', further_interests=[verkehr.pk])
    store(first, other_topic="Spielplätze; Parks", reason="Zeile\r\nZeile", proposal="\t+1")
    store(first, forum=work, further_interests=[verkehr.pk, justice.pk], proposal="-1")
    store(last, reason="Weg").withdraw()
    store(last, reason="Werbung").take(SORT_OUT, vera.user)
    store(last, forum=justice, reason="Nur für Justiz")
    for step in ("away", "back", "again"):
        moved = store(last, reason=step, further_interests=[work.pk])
        moved.add_tag("Radweg")
        moved.take(ANSWER, vera.user, "Danke")
        moved.take(REOPEN, vera.user)
        moved.take(REASSIGN, vera.user, "a", justice)
        if step != "away":
            moved.take(REASSIGN, lea.user, "a", verkehr)
        if step == "again":
            moved.take(REASSIGN, vera.user, "a", justice)
            moved.add_tag("radweg")
    tag_and_answer(store(first, proposal="Radweg"), vera.user)
    changed = store(first, reason="a", proposal="b")
    changed.change(reason="", proposal="")
    gone = store(first, proposal="Weg", further_interests=[work.pk])
    gone.add_tag("Radweg")
    gone.take(ANSWER, vera.user, "Ja")
    gone.withdraw()
    spam = store(last, proposal="Kauft!", further_interests=[work.pk])
    tag_and_answer(spam, vera.user)
    spam.take(REOPEN, vera.user)
    spam.take(SORT_OUT, vera.user)
    spam.add_tag("Werbung")
    for _ in range(20):
        store(chance.choice([last, first]), forum=chance.choice([verkehr, justice, work]))
    bulk = [Submission(receipt_hash=bytes([n] * 32), forum=work, day=last) for n in range(3)]
    Submission.objects.bulk_create(bulk)


def tag_and_answer(row, by):
    for name in ("Radweg", "RADWEG", "Ampel"):
        row.add_tag(name)
    row.tags.remove(row.tags.get(name="Ampel"))
    row.take(ANSWER, by, "Ja")
    row.steps.filter(verb="answered").update(day=date(2026, 4, 20))


def listed(client, query):
    return client.get(f"{LIST}?arbeit=alle{query}").context["cl"].result_count


def exported(client, query):
    file = b"".join(client.post(f"{LIST}export/csv/?arbeit=alle{query}").streaming_content)
    text = io.StringIO(file.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def test_list_overview_and_export_agree(lea, vera, jan, rows):
    """The tallies, of which the overview is made, alone know whether they were merged."""
    asked = [(client, *period) for client in (lea, vera, jan) for period in PERIODS.values()]
    overviews = [numbers(client, in_overview) for client, _, in_overview in asked]
    for (client, in_list, _), tables in zip(asked, overviews, strict=True):
        agree(client, in_list, tables)
    Tally.objects.merge()
    assert [numbers(client, in_overview) for client, _, in_overview in asked] == overviews


def agree(client, in_list, tables):
    rows = exported(client, in_list)
    assert listed(client, in_list) == len(rows)
    kept = [row for row in rows if row["Stand"] != "Aussortiert"]
    for title in (
        *("Beiträge je Tag", "Beiträge je Thema", "Beiträge je Ministerium"),
        "Woher die Beiträge kommen",
    ):
        assert sum(int(line[1]) for line in tables[title]) == len(kept), title
    states = tables["Stand der Bearbeitung je Themenforum"]
    assert sum(int(cell) for line in states for cell in line[1:-1]) == len(
        [row for row in rows if row["Stand"] != "Gezählt"]
    )
    tags = [name for row in kept for name in row["Schlagworte"].split(", ") if name]
    assert sum(int(line[2]) for line in tables["Schlagworte"]) == len(tags)
    together = tables["Themen, die zusammen genannt werden"]
    assert sum(int(cell) for line in together for cell in line[1:]) == sum(
        len(row["Weitere Themen"].split(", ")) for row in kept if row["Weitere Themen"]
    )


def test_there_is_something_to_count(lea, vera, jan, rows):
    both, march = listed(lea, ""), listed(lea, PERIODS["March"][0])
    assert 0 < march < both == Submission.objects.count()
    assert 0 < listed(vera, "") < both
    assert 0 < listed(jan, "") < both
    assert sum(row["Stand"] == "Aussortiert" for row in exported(lea, "")) == 2


@pytest.mark.parametrize("merged", [False, True])
def test_the_tallies_are_what_is_counted_one_by_one(lea, vera, jan, rows, merged):
    if merged:
        Tally.objects.merge()
    for client in (lea, vera, jan):
        compare(client.user)


def compare(user):
    visible = Submission.objects.visible_to(user)
    whole, days = sources(user), sources(user, by_day=True)
    keys = ("forum", "assigned_forum", "state", "with_proposal")
    assert counted(whole, *keys) == visible.count_by(*keys)
    assert counted(days, "day", *keys) == visible.count_by("day", *keys)
    for what in (Tally.What.INTEREST, Tally.What.TAG, Tally.What.ANSWER):
        keys = ("forum", "assigned_forum", "value")
        assert visible.count_by(*keys, what=what)
        assert counted(whole, *keys, what=what) == visible.count_by(*keys, what=what)
    assert oldest_unread(days) == visible.oldest_unread()
    assert visible.oldest_unread()


@pytest.mark.parametrize("times", [1, 2])
def test_what_came_after_merging_is_counted_too(lea, submit, rows, times):
    for _ in range(times):
        Tally.objects.merge()
        submit(reason="Danach", proposal="Neu")
        Submission.objects.filter(reason="Nur für Justiz").first().withdraw()
        submit(reason="Nur für Justiz")
    everything = Submission.objects.all()
    assert counted(sources(lea.user), "forum") == everything.count_by("forum")
    assert counted(sources(lea.user, by_day=True), "day") == everything.count_by("day")


def test_who_has_no_forum_has_nothing_to_count(rows, staff):
    nobody = staff("nina", "Prüfung").user
    for by_day in (False, True):
        assert counted(sources(nobody, by_day=by_day), "state") == {}
    assert oldest_unread(sources(nobody, by_day=True)) == {}


def test_merged_tallies_are_few(rows):
    Tally.objects.merge()
    assert not Tally.objects.filter(number__lte=0).exists()
    kinds = Tally.objects.values_list(
        *("span", "what", "day", "forum", "assigned_forum", "state", "with_proposal", "value")
    )
    assert len(set(kinds)) == len(kinds)
    months = Tally.objects.filter(span=Tally.Span.MONTH)
    assert {row.day for row in months} == {date(2026, 3, 1), date(2026, 4, 1)}


def test_whole_months_are_counted_without_their_days(rows):
    Tally.objects.merge()
    whole = Tally.objects.all().in_period(*EVER)
    period = Tally.objects.all().in_period(date(2026, 3, 31), date(2026, 5, 2))
    assert [{tally.span for tally in tallies} for tallies in whole] == [{"month"}]
    assert [{tally.span for tally in tallies} for tallies in period] == [{"day"}, {"month"}, set()]


def test_what_changes_nothing_that_is_counted_writes_no_tally(rows):
    before = Tally.objects.count()
    Submission.objects.update(publication_consent=True)
    assert Tally.objects.count() == before


def test_the_start_page_counts_what_its_links_show(lea, vera, rows):
    names = {"unread": "ungelesen", "waiting": "antwort", "to_check": "pruefen"}
    for client in (lea, vera):
        for row in client.get("/verwaltung/").context["work"]:
            forum = row["assigned_forum"]
            place = (
                f"assigned_forum__id__exact={forum}" if forum else ("assigned_forum__isnull=True")
            )
            for name, queue in names.items():
                page = client.get(f"{LIST}?arbeit={queue}&{place}")
                assert page.context["cl"].result_count == row[name]


def test_a_search_of_many_hits_is_listed_in_part_and_exported_whole(lea, submit, monkeypatch):
    monkeypatch.setattr("survey.submissions.querysets.RANKED", 3)
    for _ in range(5):
        submit(reason="Radweg")
    page = lea.get(f"{LIST}?q=Radweg")
    assert "Mehr als 3 Beiträge" in page.content.decode()
    assert "Mehr als 3 Beiträge" in lea.get(f'{LIST}?q="Radweg"').content.decode()
    assert len(exported(lea, "&q=Radweg")) == 5


def test_words_in_quotes_are_compared_in_the_newest_texts(lea, submit, monkeypatch):
    monkeypatch.setattr("survey.submissions.querysets.COMPARED", 2)
    for number, text in enumerate(["Der Radweg", "Den Radweg", "Den Radweg"], start=1):
        row = submit(reason=text)
        Submission.objects.filter(pk=row.pk).update(day=date(2026, 3, number))
    page = lea.get(f'{LIST}?q="den Radweg"').content.decode()
    assert "Mehr als 2 Beiträge" in page
    assert "Mehr als 0 Beiträge" in lea.get(f'{LIST}?q="der Radweg"').content.decode()
    assert len(exported(lea, '&q="der Radweg"')) == 1


def test_a_month_holds_its_first_and_last_day(lea, rows):
    for month, day in ("2026-03", date(2026, 3, 31)), ("2026-04", date(2026, 4, 1)):
        page = lea.get(f"{LIST}?arbeit=alle&monat={month}")
        assert {row.day for row in page.context["cl"].result_list} == {day}


def test_nobody_sees_the_tags_of_others(jan, vera, submit):
    submit(reason="a").add_tag("Geheim")
    assert "Geheim" in vera.get(f"{LIST}?arbeit=alle").content.decode()
    assert "Geheim" not in jan.get(f"{LIST}?arbeit=alle").content.decode()


def test_raw_deletes_are_counted_in_any_order(rows):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM survey_submission")
        cursor.execute("DELETE FROM survey_reviewstep")
        cursor.execute("DELETE FROM survey_submission_tags")
    Tally.objects.merge()
    assert not Tally.objects.exists()
    assert not ReviewStep.objects.exists()
