"""The stored set of published numbers: what is in it, and that nobody can tell a single one."""

import random
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from forums.models import Forum, Ministry
from survey.participation.models import SurveyPeriod
from survey.results import rounding
from survey.results.numbers import PublicNumbers, kept_promise, renew_numbers
from survey.results.rounding import Counts, Promise, made_public
from survey.submissions.models import Submission
from survey.submissions.steps import ANSWER, MARK_READ, SORT_OUT
from survey.upkeep.tasks import renew_public_numbers

DAY = date(2027, 3, 1)


def counts(**known):
    some = {
        "received": 128,
        "texts": 117,
        "read": 59,
        "answered": 9,
        "oldest_unread": DAY - timedelta(15),
        "by_topic": Counter({1: 119, 2: 9}),
        "together": Counter({(1, 2): 9, (1, 3): 14}),
        "promises": {5: Promise(30, 58, 50)},
        "behind": {"project-1": 12, "project-2": 0},
        "left": {1: 109},
    }
    return Counts(**some | known)


# The function


def test_every_number_is_rounded_down_to_tens():
    numbers = made_public(counts(), {}, DAY, by_topic=True)
    assert (numbers["received"], numbers["read"], numbers["answered"]) == (120, 50, 0)
    assert numbers["weeks"] == 2
    assert numbers["topics"]["numbers"] == {"1": 110, "2": 0}
    assert numbers["topics"]["together"] == [(1, 3, 10)]
    assert numbers["promises"]["5"]["kept"] == 100  # 50 of 50


def test_a_sum_is_rounded_from_the_true_sum():
    numbers = made_public(counts(by_topic=Counter({1: 64, 2: 64})), {}, DAY, by_topic=True)
    assert numbers["received"] == 120
    assert numbers["topics"]["numbers"] == {"1": 60, "2": 60}
    numbers = made_public(
        counts(received=130, by_topic=Counter({1: 65, 2: 65})), {}, DAY, by_topic=True
    )
    assert numbers["received"] == 130


def test_of_fewer_than_fifty_nothing_is_said():
    numbers = made_public(counts(received=49), {}, DAY, by_topic=True)
    assert numbers["received"] == 0
    assert numbers["topics"] == {}
    assert not PublicNumbers(numbers=numbers).is_shown


def test_by_topic_is_counted_anew_when_a_hundred_have_come():
    former = made_public(counts(), {}, DAY, by_topic=True)
    more = counts(received=227, by_topic=Counter({1: 218, 2: 9}))
    numbers = made_public(more, former, DAY + timedelta(1), by_topic=True)
    assert numbers["topics"] == former["topics"]
    assert numbers["received"] == 220
    more = counts(received=228, by_topic=Counter({1: 219, 2: 9}))
    assert made_public(more, former, DAY, by_topic=True)["topics"]["numbers"]["1"] == 210


def test_switching_off_and_on_makes_no_new_count():
    former = made_public(counts(), {}, DAY, by_topic=True)
    more = counts(received=129, by_topic=Counter({1: 120, 2: 9}))
    hidden = made_public(more, former, DAY, by_topic=False)
    assert PublicNumbers(numbers=hidden).topics == {}
    assert made_public(more, hidden, DAY, by_topic=True)["topics"] == former["topics"]


def test_a_share_is_counted_anew_when_fifty_more_answers_were_due():
    assert (
        made_public(counts(promises={5: Promise(30, 49, 49)}), {}, DAY, by_topic=False)["promises"]
        == {}
    )
    former = made_public(counts(), {}, DAY, by_topic=False)
    for due, kept in ((107, 100), (108, 60)):
        more = counts(promises={5: Promise(30, due, 60)})
        found = made_public(more, former, DAY, by_topic=False)["promises"]
        assert found["5"]["kept"] == kept


def test_what_stands_behind_something_is_counted_at_once_and_then_every_thirty_days():
    day = date(2027, 1, 31)
    former = made_public(counts(), {}, day, by_topic=True)
    more = counts(behind={"project-1": 20, "project-3": 31})
    found = made_public(more, former, date(2027, 2, 1), by_topic=True)["behind"]  # another month
    assert found["project-1"] == {"day": "2027-01-31", "number": 10, "none": False}
    assert found["project-3"] == {"day": "2027-02-01", "number": 30, "none": False}
    hidden = made_public(counts(behind={}), former, day, by_topic=True)
    again = made_public(more, hidden, day + timedelta(1), by_topic=True)
    assert again["behind"]["project-1"]["number"] == 10  # released again
    again = made_public(more, former, day + timedelta(30), by_topic=True)
    assert again["behind"]["project-1"]["number"] == 20


def test_what_is_in_no_sentence_is_counted_as_rarely_as_topics_or_while_nothing_comes():
    former = made_public(counts(), {}, DAY, by_topic=True)
    assert former["left"]["1"]["number"] == 100
    for came, left, told in ((0, 89, 80), (1, 110, 100), (99, 208, 100), (100, 209, 200)):
        more = counts(by_topic=Counter({1: 119 + came, 2: 9}), left={1: left})
        found = made_public(more, former, DAY + timedelta(1), by_topic=True)
        assert found["left"]["1"]["number"] == told, came


# The attack: every page of 30 days on which 1 to 3 come shows what is made of these sets.


def attacked(seed):
    """Guess the topic of one submission of 30 days; return whether the attacker, and whether who
    always names the largest topic, are right."""
    chance = random.Random(seed)
    weights = [chance.random() + 0.2 for _ in range(20)]
    drawn = chance.choices(range(20), weights, k=chance.randrange(60, 300))
    by_topic = Counter(drawn)
    day, former = DAY, {}
    seen, came = [], []
    for _ in range(31):
        known = counts(received=by_topic.total(), by_topic=Counter(by_topic))
        former = made_public(known, former, day, by_topic=True)
        seen.append(former["topics"]["numbers"])
        today = chance.choices(range(20), weights, k=chance.randrange(1, 4))
        came.append(today)
        by_topic.update(today)
        day += timedelta(1)
    largest = max(seen[0], key=seen[0].get)
    day, guess = chance.randrange(30), largest
    for earlier in range(30):
        risen = [key for key, n in seen[earlier + 1].items() if n > seen[earlier].get(key, 0)]
        if risen:
            day, guess = earlier, chance.choice(risen)
            break
    meant = chance.choice(came[day])
    return meant == int(guess), meant == int(largest)


def right_of_a_hundred(which):
    return 100 * sum(attacked(seed)[which] for seed in range(400)) / 400


def test_an_attacker_names_the_topic_of_one_no_more_often_than_by_chance():
    assert right_of_a_hundred(0) <= right_of_a_hundred(1) + 1


def test_the_attack_would_work_on_numbers_that_are_only_rounded(monkeypatch):
    monkeypatch.setattr(rounding, "BATCH", 1)
    assert right_of_a_hundred(0) > right_of_a_hundred(1) + 20


# The database and the pages


@pytest.fixture
def fifty(db, submit):
    """Store sixty submissions of two topics, and make the set."""
    rows = [submit(reason="Grund") for _ in range(45)]
    arbeit = Forum.objects.get(slug="arbeit")
    further = [Forum.objects.get(slug="verkehr").pk]
    rows += [submit(forum=arbeit, reason="Grund", further_interests=further) for _ in range(15)]
    return rows


def test_the_set_counts_what_is_there_without_what_was_sorted_out(fifty, submit, reviewer):
    for row in fifty[:12]:
        row.take(MARK_READ, reviewer)
    fifty[0].take(ANSWER, reviewer, "Ja")
    submit()  # a topic alone
    for _ in range(10):
        submit(reason="Werbung").take(SORT_OUT, reviewer)
    renew_numbers(is_closed=True)
    numbers = PublicNumbers.objects.get().numbers
    assert (numbers["received"], numbers["texts"], numbers["read"]) == (60, 60, 10)
    arbeit, verkehr = (Forum.objects.get(slug=slug).pk for slug in ("arbeit", "verkehr"))
    assert numbers["topics"]["numbers"] == {str(arbeit): 10, str(verkehr): 40}
    assert numbers["topics"]["together"] == [[min(arbeit, verkehr), max(arbeit, verkehr), 10]]


def test_a_promise_is_kept_by_an_answer_in_time(fifty, reviewer):
    Ministry.objects.filter(slug="verkehr").update(answer_days=10)
    long_ago = timezone.localdate() - timedelta(30)
    Submission.objects.update(day=long_ago)
    for row in fifty[:20]:
        row.take(ANSWER, reviewer, "Ja")
    assert Submission.objects.filter(day=long_ago).count() == 60
    fifty[0].steps.update(day=long_ago)
    found = kept_promise(Ministry.objects.get(slug="verkehr"), timezone.localdate())
    assert found == Promise(10, 45, 1)


def test_pages_show_the_set_and_no_topic_before_the_close(client, fifty):
    renew_numbers(is_closed=False)
    page = client.get("/ergebnisse/").content.decode()
    assert "Rund 60 Beiträge sind angekommen." in page
    assert "nach dem Ende der Befragung" in page
    for told in ("sind keine Abstimmung", "Kampagnen", "auf Papier", "Zurückgezogene Beiträge"):
        assert told in page
    assert re.search(r"So zitieren Sie</h2>\s*<p>[^<]*, Stand \d", page)
    assert "Fragen der Presse" in page
    assert not re.search(r"\d\s+Menschen", page)  # what is counted are contributions
    for address in ("/ergebnisse/", "/ergebnisse/arbeit/", "/themenforen/arbeit/"):
        assert 'class="bar"' not in client.get(address).content.decode(), address
    renew_numbers(is_closed=True)
    assert "Arbeit und Verkehr" in client.get("/ergebnisse/").content.decode()
    assert "Verkehr und Arbeit" not in client.get("/ergebnisse/arbeit/").content.decode()
    assert (
        "10 Beiträge haben dieses Thema gewählt"
        in client.get("/themenforen/arbeit/").content.decode()
    )


def test_pages_show_nothing_new_before_the_next_set(client, fifty, submit):
    renew_numbers(is_closed=True)
    before = [client.get(a).content for a in ("/", "/ergebnisse/", "/ergebnisse/verkehr/")]
    for _ in range(110):
        submit(reason="Grund")
    after = [client.get(a).content for a in ("/", "/ergebnisse/", "/ergebnisse/verkehr/")]
    assert before == after
    renew_numbers(is_closed=True)
    assert b"150 Beitr" in client.get("/ergebnisse/verkehr/").content


def test_leitung_shows_topics_earlier_and_nobody_else_may(lea, vera, rita, fifty):
    page = "/verwaltung/survey/publicnumbers/1/change/"
    for other in (vera, rita):
        assert other.post(page, {"show_topics": "on"}).status_code in (302, 403)
    assert not PublicNumbers.objects.get().show_topics
    lea.post(page, {"show_topics": "on"})
    renew_numbers(is_closed=False)
    assert PublicNumbers.objects.get().topics


def test_a_promise_stands_in_the_place_of_the_sentence_without_one(client, fifty):
    renew_numbers(is_closed=False)
    sentence = "Nicht jeder Beitrag bekommt eine eigene Antwort"
    assert sentence in client.get("/ergebnisse/").content.decode()
    Ministry.objects.filter(slug="verkehr").update(answer_days=30)
    page = client.get("/ergebnisse/").content.decode()
    assert "Antwort innerhalb von 30 Tagen" in page
    assert sentence not in page


def test_a_portal_without_numbers_says_when_they_come(client, db):
    assert "mindestens 50 Beiträge" in client.get("/ergebnisse/").content.decode()
    assert client.get("/ergebnisse/gibt-es-nicht/").status_code == 404
    assert client.post("/ergebnisse/").status_code == 405


def test_the_job_knows_whether_the_survey_is_closed(fifty):
    SurveyPeriod.objects.update_or_create(
        pk=1, defaults={"closes_at": "2020-01-01T00:00:00Z", "opens_at": None}
    )
    renew_public_numbers(0)
    assert PublicNumbers.objects.get().topics
