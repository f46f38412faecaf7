"""/verwaltung/auswertung/: the numbers, their period, their rights, and the same as CSV."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from forums.models import Forum
from survey.alike.models import Campaign
from survey.figures.charts import body, days_drawn, round_step
from survey.figures.overview import Table, median
from survey.submissions.models import Submission
from survey.submissions.steps import ANSWER, MARK_READ, REOPEN, SORT_OUT

pytestmark = pytest.mark.django_db
PAGE = "/verwaltung/auswertung/"


@pytest.fixture
def forum(db):
    return lambda slug: Forum.objects.get(slug=slug)


@pytest.fixture
def rows(submit, forum, lea):
    """Five submissions: three about Verkehr, one about Arbeit, one about something else."""

    def store(day, **answers):
        row = submit(**answers)
        Submission.objects.filter(pk=row.pk).update(day=date(2026, 3, day))
        row.refresh_from_db()
        return row

    arbeit, sicherheit = forum("arbeit"), forum("sicherheit")
    stored = {
        "bus": store(1, reason="Voll", proposal="Mehr Busse", further_interests=[arbeit.pk]),
        "bike": store(1, reason="Eng", further_interests=[arbeit.pk, sicherheit.pk]),
        "topic": store(2),
        "work": store(3, forum=arbeit, reason="Arbeit"),
        "other": store(4, other_topic="Spielplätze", proposal="Schatten"),
    }
    stored["bike"].add_tag("Radweg")
    stored["bus"].take(MARK_READ, lea.user)
    stored["bus"].take(ANSWER, lea.user, "Danke")
    stored["bus"].steps.filter(verb="answered").update(day=date(2026, 3, 8))
    return stored


def numbers(client, query=""):
    """Return the tables by title, without their heads, as the CSV has them."""
    text = client.get(f"{PAGE}?{query}&format=csv").content.decode("utf-8-sig")
    tables, title = {}, None
    lines = csv.reader(io.StringIO(text), delimiter=";")
    for line in lines:
        if len(line) == 1:
            title = line[0]
            tables[title] = []
            next(lines)
        elif line:
            tables[title].append(line)
    return tables


def test_the_numbers(lea, rows, forum):
    tables = numbers(lea)
    assert tables["Beiträge je Tag"] == [
        ["01.03.2026", "2", "0"],
        ["02.03.2026", "1", "0"],
        ["03.03.2026", "1", "0"],
        ["04.03.2026", "1", "0"],
    ]
    assert tables["Beiträge je Thema"] == [
        ["Arbeit", "1", "0 %"],
        ["Verkehr", "3", "33 %"],
        ["Ein anderes Thema", "1", "100 %"],
    ]
    ministries = {line[0]: line[1:] for line in tables["Beiträge je Ministerium"]}
    assert ministries["Noch ohne"] == ["1", "100 %"]
    assert ministries[forum("verkehr").ministry.name] == ["3", "33 %"]
    verkehr = next(
        line for line in tables["Stand der Bearbeitung je Themenforum"] if line[0] == "Verkehr"
    )
    assert verkehr == ["Verkehr", "1", "0", "0", "0", "1", "0", "0", "01.03.2026"]
    assert tables["Zeit bis zur Antwort"] == [["Verkehr", "7"]]
    assert tables["Schlagworte"] == [["Radweg", "Verkehr", "1"]]


def test_topics_that_are_named_together(lea, rows, forum):
    [line] = numbers(lea)["Themen, die zusammen genannt werden"]
    titles = [each.title for each in Forum.objects.all()]
    together = dict(zip(titles, line[1:], strict=True))
    assert line[0] == "Verkehr"
    assert (together["Arbeit"], together["Sicherheit"], together["Verkehr"]) == ("2", "1", "0")


def test_the_page_has_the_same_numbers_and_charts_without_a_script(lea, rows):
    page = lea.get(PAGE).content.decode()
    assert "5 Beiträge insgesamt (Stand: " in " ".join(page.split())
    assert page.count('<svg class="chart"') == 1
    assert page.count('<svg class="bar"') == 12
    assert "<td>33 %</td>" in page
    assert "style=" not in page.split('id="content-main"')[1]


def test_a_period_holds_its_first_and_last_day(lea, rows):
    period = "von=2026-03-02&bis=2026-03-03"
    days = numbers(lea, period)["Beiträge je Tag"]
    assert [day for day, *_ in days] == ["02.03.2026", "03.03.2026"]
    page = " ".join(lea.get(f"{PAGE}?{period}").content.decode().split())
    assert "2 Beiträge ab 02.03.2026 bis 03.03.2026 (Stand: " in page


def test_the_counts_agree_with_the_list(lea, rows):
    listed = lea.get("/verwaltung/survey/submission/?arbeit=alle").context["cl"].result_count
    for title in ("Beiträge je Tag", "Beiträge je Thema", "Beiträge je Ministerium"):
        assert sum(int(line[1]) for line in numbers(lea)[title]) == listed


def test_a_reviewer_sees_the_own_numbers_only(vera, jan, rows):
    assert [line[0] for line in numbers(vera)["Beiträge je Thema"]] == ["Verkehr"]
    assert all(lines == [] for lines in numbers(jan).values())
    assert "Noch keine Zahlen." in jan.get(PAGE).content.decode()


def test_no_figure_is_about_a_person(lea, rows):
    User.objects.filter(username="lea").update(username="zoltan")  # who has read and answered
    assert "zoltan" not in lea.get(PAGE).content.decode().split('id="content-main"')[1]


def test_what_staff_and_citizens_wrote_is_escaped(lea, submit):
    submit(reason="a").add_tag("<b>Abend</b>")
    page = lea.get(PAGE).content.decode()
    assert "&lt;b&gt;Abend&lt;/b&gt;</th>" in page
    assert "<b>Abend" not in page


def test_what_was_sorted_out_is_told_beside_and_counted_in_none_of_the_tables(lea, submit):
    submit(reason="Takt")
    spam = submit(other_topic="Kauft!", further_interests=[Forum.objects.first().pk])
    before = numbers(lea)
    assert before["Themen, die zusammen genannt werden"]
    spam.take(SORT_OUT, lea.user)
    tables = numbers(lea)
    for title in ("Beiträge je Tag", "Beiträge je Thema", "Woher die Beiträge kommen"):
        assert [int(line[1]) for line in tables[title]] == [1], title
    assert tables["Themen, die zusammen genannt werden"] == []
    page = " ".join(lea.get(PAGE).content.decode().split())
    assert "1 Beitrag insgesamt" in page
    assert "Nicht mitgezählt: 1 aussortierter." in page
    spam.take(REOPEN, lea.user)
    assert numbers(lea)["Themen, die zusammen genannt werden"]
    assert "Nicht mitgezählt" not in lea.get(PAGE).content.decode()


def test_campaigns_and_imports_are_seen_apart_by_their_source(lea, vera, jan, submit):
    campaign = Campaign.objects.create(signature=[1], share=100)
    submit(reason="a")
    for source, batch, of in (
        ("portal", None, campaign),
        ("paper", 7, campaign),
        ("paper", 7, None),
        ("event", None, None),
    ):
        row = submit(reason="a", source=source)
        Submission.objects.filter(pk=row.pk).update(batch=batch, campaign=of)
    submit(reason="a", source="paper").take(SORT_OUT, lea.user)
    for client in (lea, vera):
        assert numbers(client)["Woher die Beiträge kommen"] == [
            ["Portal", "2", "0", "1"],
            ["Papier", "2", "2", "1"],
            ["Veranstaltung", "1", "0", "0"],
        ]
        assert [line[1:] for line in numbers(client)["Beiträge je Tag"]] == [["5", "3"]]
    assert numbers(jan)["Woher die Beiträge kommen"] == []


def test_answered_means_the_same_in_overview_and_list(lea, rows):
    def counts():
        work = numbers(lea)["Stand der Bearbeitung je Themenforum"]
        listed = lea.get("/verwaltung/survey/submission/?beantwortet=ja").context["cl"]
        return [sum(int(line[5]) for line in work), listed.result_count]

    assert counts() == [1, 1]
    rows["bus"].take(REOPEN, lea.user)  # has an answer, and work to be done again
    assert counts() == [0, 0]


def drawn(*rows):
    return days_drawn(Table("", ("", "", ""), [(date(2026, 3, day), *row) for day, *row in rows]))


def test_the_picture_of_the_days_has_an_axis_the_mondays_and_the_days_without_any():
    days = drawn((1, 7, 0), (4, 2, 1), (10, 1, 1))
    assert [line.number for line in days.lines] == [0, 2, 4, 6, 8]
    assert [monday.day.day for monday in days.mondays] == [2, 9]
    assert (days.highest.day, days.most, days.empty) == (1, 7, 7)
    portal, others = (
        [tuple(map(float, box)) for box in re.findall(r"M(\S+) (\S+)h(\S+)v(\S+)h-", path)]
        for path in (days.portal, days.others)
    )
    assert [height for *_, height in portal] == [140, 20, 0]
    assert [height for *_, height in others] == [20, 20]
    assert others[0][1] + 20 == portal[1][1]  # on top of it
    assert portal[0][0] == days.left
    assert portal[-1][0] + portal[-1][2] <= days.width
    assert days.mondays[-1].x < days.width - 30


def test_of_a_long_time_some_mondays_are_named_and_of_one_day_itself():
    first = date(2024, 1, 1)
    rows = [(first + timedelta(days=number), 1, 0) for number in range(700)]
    days = days_drawn(Table("", ("", "", ""), rows))
    assert 6 <= len(days.mondays) <= 12
    assert all(monday.day.weekday() == 0 for monday in days.mondays)
    assert [monday.day.day for monday in drawn((4, 1, 0)).mondays] == [4]


@pytest.mark.parametrize(
    ("most", "step"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (21, 10), (1_000_000, 500_000)]
)
def test_the_lines_of_the_axis_are_at_round_numbers(most, step):
    assert round_step(most) == step


def test_names_stand_whole_beside_their_bars():
    name = "Ministerium für alles, was einen sehr langen Namen hat"
    rows = body(Table("", ("", ""), [(name, 4), ("<b>", 2)], drawn=1))
    assert f'<th scope="row">{name}</th><td class="drawn"><svg class="bar"' in rows
    assert 'd="M0 0h50v10h-50z"' in rows
    assert "&lt;b&gt;" in rows


@pytest.mark.parametrize(("counts", "value"), [({1: 1}, 1), ({1: 1, 9: 2}, 9), ({2: 5, 3: 5}, 2)])
def test_the_median_is_a_value_that_was_counted(counts, value):
    from collections import Counter

    assert median(Counter(counts)) == value


@pytest.mark.parametrize(
    "query",
    [
        *("von=gestern", "bis=2026-02-30", "von=2026-03-02&bis=2026-03-01"),
        *("bis=9999-12-31", "von=9999-12-31", "von=0000-01-01"),
    ],
)
def test_a_period_that_is_none_is_refused(lea, query):
    response = lea.get(f"{PAGE}?{query}")
    assert response.status_code == 422
    assert "errornote" in response.content.decode()


def test_the_widest_period_holds_everything(lea, rows):
    assert numbers(lea, "von=0001-01-01&bis=9999-11-30") == numbers(lea)


@pytest.mark.parametrize("name", ["rita", "dana"])
def test_who_does_not_review_sees_no_numbers(request, name):
    assert request.getfixturevalue(name).get(PAGE).status_code == 403


def test_strangers_get_the_login_and_nothing_is_posted(client, lea):
    assert client.get(PAGE)["Location"].startswith("/verwaltung/login/")
    assert lea.post(PAGE).status_code == 405
