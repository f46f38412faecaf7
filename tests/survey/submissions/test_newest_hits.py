"""The newest hits in the quick way are those of the plain query, however awkward the data are."""

import random
from datetime import date, timedelta

import pytest
from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import F, Value

from forums.models import Forum
from ruhrdialog.lib.codes import random_code, receipt_hash
from survey.submissions.models import Submission
from survey.submissions.newest_hits import newest_hits, plain_newest_hits
from survey.submissions.search import search
from survey.submissions.steps import REASSIGN

pytestmark = pytest.mark.django_db

FIRST = date(2024, 11, 1)
HIT, OTHER = "Der Radweg in der Stadt endet", "Stadt ohne Weg"
TEXTS = (HIT, OTHER, "Radweg und Bus", "Radweg, Radweg", "Die Stadt und der Bus", "")
# on which days (from FIRST on) which texts came
DATA = {
    "nothing": [],
    "one hit": [(0, HIT)],
    "one other": [(0, OTHER)],
    "all on one day": [(7, TEXTS[n % 6]) for n in range(40)],
    "hits on the first day only": [(n // 2, HIT if n < 6 else OTHER) for n in range(60)],
    "hits on the last day only": [(n // 2, HIT if n > 53 else OTHER) for n in range(60)],
    "hits on the first and the last day": [
        (n // 2, HIT if n < 4 or n > 55 else OTHER) for n in range(60)
    ],
    "many equal days": [(n % 3 * 50, TEXTS[n % 5]) for n in range(90)],
    "gaps": [(n + n // 10 * 400, TEXTS[n % 6]) for n in range(50)],
    "two far from each other": [(-9000, HIT), (0, HIT)],
    "one each day": [(n, TEXTS[n % 6]) for n in range(60)],
}
QUERIES = ("Radweg", "Radweg -Bus", "Radweg Stadt", '"Radweg in der Stadt"', "und radw", "Mond")
# how many hits the planner expects, and how many are many
BELIEFS = [(1, 0), (1, 50_000), (7, 5), (10**6, 50_000), (10**6, 10**9)]


def store(name):
    """Store the submissions, in the forums of three ministries or in none."""
    forums = list(Forum.objects.filter(slug__in=["verkehr", "rechtsstaat", "arbeit"]))
    draw = random.Random(name)
    rows = []
    for days, text in DATA[name]:
        hashed, day = receipt_hash(random_code()), FIRST + timedelta(days=days)
        row = Submission.made_of(receipt_hash=hashed, day=day, forum=forums[0], reason=text)
        row.assigned_forum = draw.choice([*forums, None])
        rows.append(row)
    draw.shuffle(rows)  # in the table they don't lie by their days
    Submission.objects.bulk_create(rows)


@pytest.fixture
def people(vera, lea, staff):
    return [vera.user, lea.user, staff("nina", "Prüfung").user]


def subsets(people):
    """Return what different people search in, and what filters leave of all."""
    own = Submission.objects.filter(assigned_forum__slug="verkehr", state="received")
    for row in own[:2]:
        row.take(REASSIGN, people[0], "a", Forum.objects.get(slug="arbeit"))
    every = Submission.objects.all()
    few = [every.filter(assigned_forum=None), every.filter(day__gt=FIRST + timedelta(days=20))]
    return [*(every.visible_to(user) for user in people), *few, every.none()]


def compare(rows, query):
    """Compare both ways for less and for more than there are; return how many there are."""
    wanted = search(query)
    columns = "pk", "day", SearchRank(F("search_vector"), wanted.words)
    worded = wanted.wording or Value(value=True)
    everything = plain_newest_hits(rows, wanted.words, 1000, *columns, worded)
    assert everything == sorted(everything, key=lambda hit: hit[1], reverse=True)
    there = len(everything)
    for number in sorted({1, there // 2, there, there + 1}):
        quick = newest_hits(rows, wanted.words, number, *columns, worded)
        assert quick == everything[:number], (query, number)
    return there


@pytest.mark.parametrize("name", DATA)
def test_they_are_the_same_for_each_search_and_subset(name, people):
    store(name)
    found = [compare(rows, query) for rows in subsets(people) for query in QUERIES]
    assert any(found) == (HIT in [text for _, text in DATA[name]])


@pytest.mark.parametrize(("expected", "many"), BELIEFS)
@pytest.mark.parametrize("name", DATA)
def test_they_are_the_same_whatever_the_planner_believes(name, expected, many, vera, monkeypatch):
    store(name)
    monkeypatch.setattr("survey.submissions.newest_hits.MANY", many)
    monkeypatch.setattr("survey.submissions.newest_hits.planned", lambda rows: expected)
    for rows in (Submission.objects.all(), Submission.objects.visible_to(vera.user)):
        compare(rows, "Radweg")
        compare(rows, '"Radweg in der Stadt"')


@pytest.mark.parametrize("name", DATA)
def test_they_are_the_same_with_old_statistics(name, lea):
    store("hits on the last day only")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE survey_submission")
    Submission.objects.all().delete()
    store(name)
    for query in QUERIES:
        compare(Submission.objects.visible_to(lea.user), query)
