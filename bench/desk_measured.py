"""The review desk with many submissions: list, filter, search, detail, overview, export.

`bench/desk [ROWS …] [--texts FILE.csv]`: for each size (10,000, 100,000 and 1,000,000 without an
argument) the database is filled, each page is asked for several times as a member of Leitung, and
the median stands in a table. Texts come from the first column of a CSV, else they are made of a
word list. The last line is a JSON object for the largest size.
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
from collections.abc import Callable, Iterator

import django
from django.core.management import call_command

from dev.configuration import set_defaults
from dev.environment import say
from dev.postgres import Cluster

SIZES = [10_000, 100_000, 1_000_000]
TIMES = 7
DESK = "/verwaltung/survey/submission/"
VOCABULARY = """
Bus Bahn Radweg Schule Kita Park Straße Verkehr Lärm Luft Wohnung Miete Arbeit Betrieb Ausbildung
Verein Ehrenamt Bücherei Theater Museum Bad Sport Platz Baum Fluss Ufer Energie Wärme Strom Netz
Arzt Pflege Klinik Amt Antrag Formular Termin Sicherheit Polizei Abend Nacht brauchen fehlen bauen
öffnen helfen fahren warten kommen besser schneller mehr weniger sauber dunkel teuer billig sicher
barrierefrei gemeinsam endlich morgens abends sonntags
"""
WORDS = VOCABULARY.split()
RARE = "Zebrafink"  # stands in ten texts


def main() -> None:
    arguments = sys.argv[1:]
    texts = []
    if "--texts" in arguments:
        texts = read_texts(arguments.pop(arguments.index("--texts") + 1))
    sizes = [int(argument) for argument in arguments if argument.isdecimal()] or SIZES
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-desk")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        set_defaults()
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        results = []
        for size in sorted(sizes):
            fill(cluster, size, texts)
            results.append(measure(size))
            say(line(results[-1].values()))
        say("\n" + line(results[-1]))
        for result in results:
            say(line(result.values()))
        print(json.dumps(results[-1]))


def line(cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def read_texts(name: str) -> list[str]:
    with open(name, encoding="utf-8-sig", newline="") as file:  # noqa: PTH123
        return [row[0][:4000] for row in csv.reader(file) if row and row[0].strip()]


def fill(cluster: Cluster, size: int, texts: list[str]) -> None:
    """Bring the table up to a size, by COPY."""
    with cluster.connect() as connection:
        [(have,)] = connection.execute("SELECT count(*) FROM survey_submission").fetchall()
        forums = [key for (key,) in connection.execute("SELECT id FROM forums_forum").fetchall()]
        statement = (
            "COPY survey_submission (id, receipt_hash, reference, day, forum_id, other_topic, "
            "reason, proposal, further_interests, publication_consent, assigned_forum_id, state, "
            "check_reason, version) FROM STDIN"
        )
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in made_up(have, size, forums, texts):
                copy.write_row(row)
        connection.execute("VACUUM ANALYZE survey_submission")


def made_up(start: int, end: int, forums: list[int], texts: list[str]) -> Iterator[tuple]:
    chance = random.Random(start)  # the same rows in every run
    alphabet = "BCDFGHJKLMNPQRSTVWXZ"
    for number in range(start, end):
        forum = chance.choice(forums)
        words = chance.choice(texts) if texts else " ".join(chance.choices(WORDS, k=25))
        if number % (end // 10) == 0:
            words += f" {RARE}"
        reference = "".join(alphabet[number // 20**place % 20] for place in range(8))
        day = f"2026-{1 + number % 12:02}-{1 + number // 12 % 28:02}"
        state = chance.choice(["received", "received", "read", "forwarded", "answered"])
        others = set(chance.sample(forums, 2)) - {forum}
        further = "{" + ",".join(map(str, others)) + "}"
        yield (
            *(uuid.UUID(int=chance.getrandbits(128)), number.to_bytes(32), reference, day, forum),
            *("", words, words[::2] if number % 3 else "", further, number % 2 == 0, forum, state),
            *("", 0),
        )


def measure(size: int) -> dict[str, float]:
    """Return the medians in milliseconds, and the export's speed and memory."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    user, _ = User.objects.get_or_create(username="bench", defaults={"is_staff": True})
    user.groups.set(Group.objects.filter(name="Leitung"))
    client = Client(headers={"Host": "127.0.0.1:8000"})
    client.force_login(user)
    from survey.models import Submission

    some = Submission.objects.order_by("-day").first().pk
    searches = [f"{DESK}?q={word}" for word in (RARE, "Verkehr", "Nirgendwo")]
    return {
        "rows": size,
        "list_ms": median(lambda: get(client, f"{DESK}?arbeit=alle")),
        "filter_ms": median(
            lambda: get(client, f"{DESK}?arbeit=ungelesen&assigned_forum__id__exact=3&vorschlag=ja")
        ),
        "search_ms": max(median(lambda page=page: get(client, page)) for page in searches),
        "detail_ms": median(lambda: get(client, f"{DESK}{some}/change/")),
        "overview_ms": median(lambda: get(client, "/verwaltung/auswertung/")),
        **export(client, size),
    }


def get(client: object, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 200, (page, response.status_code)


def median(work: Callable[[], None]) -> float:
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return round(1000 * statistics.median(times), 1)


def export(client: object, size: int) -> dict[str, float]:
    """Export at most 100,000 rows as CSV; memory is what Python allocated meanwhile."""
    query = "arbeit=alle" if size <= 100_000 else "day__gte=2026-11-01&arbeit=alle"
    start = time.perf_counter()
    pieces = client.post(f"{DESK}export/csv/?{query}").streaming_content
    rows = sum(piece.count(b"\r\n") for piece in pieces) - 1
    seconds = time.perf_counter() - start
    tracemalloc.start()
    for _ in client.post(f"{DESK}export/csv/?{query}").streaming_content:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"export_rows_per_s": round(rows / seconds), "export_peak_mb": round(peak / 2**20, 1)}


if __name__ == "__main__":
    main()
