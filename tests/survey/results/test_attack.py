"""The attack: of 30 days, on each of which 1 to 3 submissions come, somebody reads the public pages
and names the topic of one of them, no more often right than by chance."""

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from forums.models import Forum
from survey.projects.models import Project
from survey.results import rounding
from survey.results.links import link
from survey.results.numbers import renew_numbers
from survey.results.sentences import Sentence, SentenceContribution

BEGIN = datetime(2027, 3, 10, 12, tzinfo=UTC)  # another month comes within
TOPICS = {"Verkehr": "verkehr", "Arbeit": "arbeit", "Natur und Grün": "natur-und-gruen"}
DAILY = ["/ergebnisse/", "/ergebnisse/arbeit/"]
ELSEWHERE = [
    *("/", "/themenforen/", "/mitmachen/", "/sitemap.xml", "/neuigkeiten/feed.xml"),
    *("/ergebnisse/verkehr/", "/ergebnisse/natur-und-gruen/"),
    *(f"/themenforen/{slug}/" for slug in TOPICS.values()),
    *(f"/projekte/{slug}/" for slug in TOPICS.values()),
    *("/projekte/", "/projekte/bericht/2027-03-01/", "/ergebnisse/beitraege/"),
    *("/ergebnisse/beitraege/feed.xml", "/ergebnisse/beitraege/daten.json"),
]
ROW = re.compile(r"</(?:tr|li|p|dd|h\d|title|url|entry)>")
DAY = re.compile(r"\d+\. \w+ \d{4}|\d{4}-\d\d-\d\d[T:\d+]*")
FEW = re.compile("[Ww]eniger als\xa010")
NUMBER = re.compile(r"\d+")


@pytest.fixture
def live(time_machine, submit, monkeypatch):
    """Let time go by: each night what came by day is counted, and an attacker may read pages."""
    monkeypatch.setattr("ruhrdialog.lib.remembered.Remembered.forgets", False)
    time_machine.move_to(BEGIN)
    chance = random.Random(21)
    forums = [Forum.objects.get(slug=slug) for slug in TOPICS.values()]
    places = [places_of(forum) for forum in forums]

    def come(number):
        drawn = chance.choices(range(len(forums)), [4, 3, 3], k=number)
        for which in drawn:
            project, sentence = places[which]
            row = submit(forum=forums[which], reason="Grund")
            link(project, [row])
            if chance.random() < 0.5:
                SentenceContribution.objects.create(sentence=sentence, submission=row)
        renew_numbers(is_closed=True)
        return [list(TOPICS)[which] for which in drawn]

    def days():
        come(55)
        for day in range(30):
            yield come(chance.randrange(1, 4)) if day else []
            time_machine.move_to(BEGIN + timedelta(day + 1))

    return days


def places_of(forum):
    """Make a project and a sentence for a forum, both public."""
    project = Project.objects.create(
        title=forum.title, slug=forum.slug, field="energy", ministry=forum.ministry
    )
    project.states.create(state="running", since="2021-01-01")
    project.release()
    return project, Sentence.objects.create(forum=forum, text="Viele warten.", is_released=True)


def read(client, pages):
    """Add up by topic the numbers on some pages: of rows that name it, and of its own pages."""
    found = Counter()
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        page = DAY.sub("", response.content.decode())
        own = [topic for topic, slug in TOPICS.items() if f"/{slug}/" in address]
        for row in ROW.split(FEW.sub("", page)):
            words = re.sub(r"<[^>]*>", " ", row)
            topics = own or [topic for topic in TOPICS if topic in words]
            if len(topics) == 1:
                found[topics[0]] += sum(map(int, NUMBER.findall(words)))
    return found


def attacked(client, days):
    """Return how often the attacker is right, and how often who always names the largest topic."""
    right, before = Counter(), None
    chance = random.Random(1)
    for came in days:
        now = read(client, DAILY)
        risen = sorted((now - before).elements()) if before else []
        guess = chance.choice(risen) if risen else "Verkehr"
        right["attacker"] += came.count(guess)
        right["chance"] += came.count("Verkehr")
        before = now
    return right


def test_who_reads_every_page_is_right_no_more_often_than_by_chance(client, live):
    days = live()
    next(days)
    # What is there at last as at first has told of no day.
    first = read(client, ELSEWHERE)
    right = attacked(client, days)
    assert read(client, ELSEWHERE) == first
    assert right["attacker"] <= right["chance"] + 1


def test_the_attack_works_on_numbers_that_are_only_rounded(client, live, monkeypatch):
    monkeypatch.setattr(rounding, "BATCH", 1)
    monkeypatch.setattr(rounding, "AGAIN", timedelta(0))
    right = attacked(client, live())
    assert right["attacker"] > right["chance"] + 3
