"""/verwaltung/auswertung/: the numbers, their period, their rights, and the same as CSV."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from forums.models import Forum
from survey.figures.overview import median
from survey.figures.views import chart
from survey.submissions.models import Submission
from survey.submissions.steps import ANSWER, MARK_READ

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
        ["01.03.2026", "2"],
        ["02.03.2026", "1"],
        ["03.03.2026", "1"],
        ["04.03.2026", "1"],
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
    assert tables["Zeit bis zur Antwort"] == [["Verkehr", "1", "7"]]
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
    assert page.count('<svg class="chart"') == 6
    assert "<td>33 %</td>" in page
    assert "style=" not in page.split('id="content-main"')[1]


def test_a_period_holds_its_first_and_last_day(lea, rows):
    period = "von=2026-03-02&bis=2026-03-03"
    days = numbers(lea, period)["Beiträge je Tag"]
    assert [day for day, _ in days] == ["02.03.2026", "03.03.2026"]
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


def test_a_chart_fits_its_picture(submit):
    for number in range(40):
        row = submit(reason="a")
        Submission.objects.filter(pk=row.pk).update(day=date(2026, 1, 1) + timedelta(days=number))
    from survey.figures.overview import by_day

    drawn = chart(by_day(Submission.objects.count_by("day")))
    boxes = re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-\3z", drawn.bars)
    assert len(boxes) == 40
    for x, y, width, height in (map(float, box) for box in boxes):
        assert x + width <= 900
        assert y + height == drawn.height


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
