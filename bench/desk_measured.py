"""The review desk with many submissions: its start page, list, filter, search, detail, overview
and export.

`bench/desk [ROWS …] [--texts FILE.csv]`: for each size (10,000, 100,000 and 1,000,000 without an
argument) the database is filled, each page is asked for several times as a member of Leitung and
as a reviewer of one ministry, and the slower of the two medians stands in a table. Pages have the
time limits of production. The last line is a JSON object for the largest size.

Texts come from the first column of a CSV, else they are made of a word list: its words, then
compounds of two and three of them, 20,000 in all. How often each comes follows Zipf's law as
Mandelbrot mended it (1 / (rank + 20)), so that, as in real texts, few words stand in a third of
them, some in one of a hundred, most in one of a thousand or less, and small words between them.
A text has 5 to 100 words. Of the rows 5 % have a topic of their own, 10 % no text, 1 % was moved
to another forum, 1 % looks like spam; half of them were dealt with, 5 % answered, 2 % have a tag.
They come in the order of their days, as they arrive in life.
"""

import contextlib
import csv
import json
import os
import random
import statistics
import sys
import time
import tracemalloc
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import accumulate, product
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

from dev.configuration import set_defaults
from dev.environment import say
from dev.postgres import Cluster

SIZES = [10_000, 100_000, 1_000_000]
TIMES = 7
BATCH = 20_000  # rows of one COPY
DESK = "/verwaltung/survey/submission/"
NOUNS = """
Verkehr Bus Bahn Rad Schule Kita Park Straßen Lärm Luft Wohnung Miete Arbeit Betrieb Bildung Verein
Ehrenamt Bücher Theater Museum Bad Sport Platz Baum Fluss Ufer Energie Wärme Strom Netz Arzt Pflege
Klinik Amt Antrag Formular Termin Schutz Polizei Abend Nacht Kinder Jugend Senioren Stadt Land
"""
OTHERS = """
brauchen fehlen bauen öffnen helfen fahren warten kommen besser schneller weniger sauber dunkel
teuer billig sicher barrierefrei gemeinsam endlich morgens abends sonntags
"""
SMALL = (
    "die der und in zu den das nicht von sie ist des sich mit dem dass er es ein ich auf so eine"
)
COMMON, MIDDLING, RARE, NONE = "Verkehr", "Kinderbuslärm", "Zebrafink", "Nirgendwo"
STATES = {
    "received": 40,
    "read": 15,
    "forwarded": 20,
    "asked_back": 2,
    "answered": 5,
    "not_pursued": 5,
    "spam": 3,
}
FIRST_DAY, DAYS = date(2026, 1, 1), 334  # to the end of November


def main() -> None:
    arguments = sys.argv[1:]
    texts = []
    if "--texts" in arguments:
        place = arguments.index("--texts")
        texts = read_texts(arguments.pop(place + 1))
    sizes = [int(argument) for argument in arguments if argument.isdecimal()] or SIZES
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-desk")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        prepare()
        results = []
        for size in sorted(sizes):
            start = time.perf_counter()
            fill(cluster, size, texts)
            renew_words(cluster)
            say(f"{size} rows, filled in {time.perf_counter() - start:.0f} s")
            results.append(measure(size))
        say("\n" + line(results[-1]))
        say(line("---" for _ in results[-1]))
        for result in results:
            say(line(result.values()))
        print(json.dumps(results[-1]))


def prepare() -> None:
    os.environ["DATABASE_POOL_SIZE"] = "10"  # as in the web server: with limits of time
    set_defaults()
    django.setup()
    # No file is asked for, so none need be collected.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES["staticfiles"] = plain
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    from django.contrib.auth.models import Group, User

    from forums.models import Ministry

    for role in ("Leitung", "Prüfung"):
        user, _ = User.objects.get_or_create(username=role, defaults={"is_staff": True})
        user.groups.set(Group.objects.filter(name=role))
    user.ministries.set(Ministry.objects.filter(forums__slug="verkehr"))


def line(cells: Iterable[Any]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def read_texts(name: str) -> list[str]:
    with open(name, encoding="utf-8-sig", newline="") as file:  # noqa: PTH123
        return [row[0][:4000] for row in csv.reader(file) if row and row[0].strip()]


def fill(cluster: Cluster, size: int, texts: list[str]) -> None:
    """Bring the tables up to a size, by COPY, and do what is done every night."""
    from survey.figures.models import MERGE

    with cluster.connect() as connection:
        [(have,)] = connection.execute("SELECT count(*) FROM survey_submission").fetchall()
        forums = [key for (key,) in connection.execute("SELECT id FROM forums_forum").fetchall()]
        # Adding the words of a million texts one by one takes longer than sorting them at once.
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename = 'survey_submission' AND indexdef LIKE '%USING gin%'"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        statement = (
            "COPY survey_submission (id, receipt_hash, reference, day, source, forum_id, "
            "other_topic, reason, proposal, further_interests, publication_consent, "
            "assigned_forum_id, state, check_reason, signature, version) FROM STDIN"
        )
        rows = made_up(have, size, forums, texts)
        for start in range(have, size, BATCH):
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                for _ in range(start, min(start + BATCH, size)):
                    copy.write_row(next(rows))
        connection.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            connection.execute(definition)
        for statement in WORK_OF_STAFF:
            connection.execute(statement)
        connection.execute(MERGE)
        connection.execute("VACUUM ANALYZE")


def renew_words(cluster: Cluster) -> None:
    """Collect the words of the texts, as the worker does; the last release knows no such table."""
    from django.db import connection as django_connection

    from ruhrdialog.lib import connection as limits
    from survey.submissions.words import Word

    patience, limits.PATIENCE = limits.PATIENCE, 3600.0  # the worker has no limit of time
    with django_connection.cursor() as limited:
        limited.execute("SET statement_timeout = 0")
        Word.objects.renew()
        limited.execute("RESET statement_timeout")
    limits.PATIENCE = patience
    with cluster.connect() as connection:
        connection.execute("VACUUM ANALYZE survey_word")


def made_up(start: int, end: int, forums: list[int], texts: list[str]) -> Iterator[tuple[Any, ...]]:
    from survey.submissions.signatures import signature

    chance = random.Random(start)  # the same rows in every run
    write = writer(chance, texts)
    alphabet = "BCDFGHJKLMNPQRSTVWXZ"
    for number in range(start, end):
        forum: int | None = chance.choice(forums)
        topic, reason, proposal, state = "", write(), "", "counted"
        if number % 10:
            proposal = write() if number % 3 else ""
            [state] = chance.choices(list(STATES), list(STATES.values()))
        else:
            reason = ""
        others = set(chance.sample(forums, 2)) - {forum}
        further = "{" + ",".join(map(str, others)) + "}"
        assigned: int | None = chance.choice(forums) if number % 100 == 1 else forum
        if number % 20 == 3:
            forum, assigned, topic = None, None, "Ganz anderes"
        if number % max(1, end // 10) == 1:
            reason += f" {RARE}"
        reference = "".join(alphabet[number // 20**place % 20] for place in range(8))
        day = FIRST_DAY + timedelta(days=(number - start) * DAYS // (end - start))
        marks = "{" + ",".join(map(str, signature((topic, reason, proposal)))) + "}"
        suspicious = "Viele Links" if number % 100 == 7 else ""
        yield (
            *(uuid.UUID(int=chance.getrandbits(128)), number.to_bytes(32), reference, day),
            *("portal", forum, topic, reason, proposal, further, number % 2 == 0, assigned),
            *(state, suspicious, marks, 0),
        )


def writer(chance: random.Random, texts: list[str]) -> Callable[[], str]:
    """Return a function that makes up a text, or takes one of `texts`."""
    if texts:
        return lambda: chance.choice(texts)
    nouns, small = NOUNS.split(), SMALL.split()
    compounds = ["".join(parts).capitalize() for parts in product(nouns, repeat=2)]
    longer = ["".join(parts).capitalize() for parts in product(nouns, repeat=3)]
    order = random.Random(1)
    vocabulary = [nouns[0], *order.sample(nouns[1:] + OTHERS.split(), len(nouns[1:]))]
    vocabulary += order.sample(compounds, len(compounds))
    vocabulary[1000] = MIDDLING
    vocabulary += order.sample(longer, 20_000 - len(vocabulary))
    weights = list(accumulate(1 / (rank + 20) for rank in range(1, len(vocabulary) + 1)))

    def write() -> str:
        number = min(100, 5 + int(chance.expovariate(1 / 25)))
        words = chance.choices(vocabulary, cum_weights=weights, k=number)
        words[::2] = (f"{chance.choice(small)} {word}" for word in words[::2])
        return " ".join(words).capitalize() + "."

    return write


# What a row's state says that was done; answers take up to 40 days.
WORK_OF_STAFF = (
    """
    INSERT INTO survey_reviewstep (submission_id, verb, state, day, text, note, forum_id, by_id)
    SELECT id, CASE state WHEN 'forwarded' THEN 'handed_over' WHEN 'spam' THEN 'sorted_out'
               ELSE state END,
           state, day + get_byte(decode(left(reference, 2), 'escape'), 0) % 40, '', '', NULL,
           (SELECT id FROM auth_user WHERE username = 'Leitung')
    FROM survey_submission AS submission WHERE state NOT IN ('received', 'counted')
    AND NOT EXISTS (SELECT FROM survey_reviewstep WHERE submission_id = submission.id)
    """,
    """
    INSERT INTO survey_reviewstep (submission_id, verb, state, day, text, note, forum_id, by_id)
    SELECT id, 'reassigned', 'received', day, '', '', assigned_forum_id,
           (SELECT id FROM auth_user WHERE username = 'Prüfung')
    FROM survey_submission AS submission WHERE assigned_forum_id <> forum_id AND forum_id IN (
        SELECT id FROM forums_forum WHERE slug = 'verkehr'
    ) AND NOT EXISTS (
        SELECT FROM survey_reviewstep WHERE submission_id = submission.id AND verb = 'reassigned'
    )
    """,
    """
    INSERT INTO survey_reviewstep (submission_id, verb, state, day, text, note)
    SELECT id, 'replied', 'received', day, 'Ja.', '' FROM survey_submission AS submission
    WHERE state = 'received' AND reference LIKE 'B%' AND reference LIKE '_C%'
    AND NOT EXISTS (SELECT FROM survey_reviewstep WHERE submission_id = submission.id)
    """,
    """
    INSERT INTO survey_tag (name, forum_id)
    SELECT 'Schlagwort ' || number, id FROM forums_forum, generate_series(1, 5) AS number
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO survey_submission_tags (submission_id, tag_id)
    SELECT submission.id, tag.id FROM survey_submission AS submission
    JOIN survey_tag AS tag ON tag.forum_id = submission.assigned_forum_id
    WHERE reference LIKE 'D%' AND tag.name = 'Schlagwort ' || 1 + length(reason) % 5
    AND length(reason) % 2 = 0 ON CONFLICT DO NOTHING
    """,
)


def measure(size: int) -> dict[str, float]:
    """Return the medians in milliseconds, and the export's speed and memory."""
    from django.contrib.auth.models import User
    from django.test import Client

    roles = {}
    for user in User.objects.filter(username__in=["Leitung", "Prüfung"]):
        client = Client(headers={"Host": "127.0.0.1:8000"})
        client.force_login(user)
        roles[user.username] = times(client, user)
        say(f"{user.username}: {roles[user.username]}")
    slower = {name: max(role[name] for role in roles.values()) for name in roles["Leitung"]}
    client.force_login(User.objects.get(username="Leitung"))
    return {"rows": size, **slower, **export(client, size)}


def times(client: Any, user: Any) -> dict[str, float]:
    from survey.submissions.models import Submission

    some = Submission.objects.visible_to(user).exclude(signature=[]).order_by("pk")[:TIMES]
    details = iter([f"{DESK}{row.pk}/change/" for row in some])
    filtered = f"{DESK}?arbeit=ungelesen&vorschlag=ja&day__gte=2026-06-01&day__lt=2026-09-01"
    if user.username == "Leitung":
        filtered += f"&assigned_forum__ministry__id__exact={some[0].assigned_forum.ministry_id}"
    searches = {
        word: median(partial(get, client, f"{DESK}?q={word}"))
        for word in (COMMON, MIDDLING, RARE, NONE)
    }
    say(f"{user.username} searches: {searches}")
    return {
        "start_ms": median(lambda: get(client, "/verwaltung/")),
        "list_ms": median(lambda: get(client, f"{DESK}?arbeit=alle")),
        "filter_ms": median(lambda: get(client, filtered)),
        "search_ms": max(searches.values()),
        "detail_ms": median(lambda: get(client, next(details))),
        "overview_ms": median(lambda: get(client, "/verwaltung/auswertung/")),
    }


def get(client: Any, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 200, (page, response.status_code)


def median(work: Callable[[], None]) -> float:
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return round(1000 * statistics.median(taken), 1)


def export(client: Any, size: int) -> dict[str, float]:
    """Export all rows as CSV.

    Memory is the larger of two: how far the process grew meanwhile, and what Python allocated
    during a second export of at most 100,000 rows (watching it makes it three times slower).
    """
    rows, before, most = -1, resident(), 0  # the first line is the head
    start = time.perf_counter()
    for piece in client.post(f"{DESK}export/csv/?arbeit=alle").streaming_content:
        rows += piece.count(b"\r\n")
        most = max(most, resident())
    seconds = time.perf_counter() - start
    assert rows == size, (rows, size)
    part = "" if size <= 100_000 else "&day__gte=2026-11-01"
    tracemalloc.start()
    for _ in client.post(f"{DESK}export/csv/?arbeit=alle{part}").streaming_content:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    megabytes = round(max(peak, most - before) / 2**20, 1)
    return {"export_rows_per_s": round(rows / seconds), "export_peak_mb": megabytes}


def resident() -> int:
    """Return the bytes of memory that this process has (proc(5), statm)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
