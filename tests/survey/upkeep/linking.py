"""Citizens who leave answers and an address, and somebody who wants to know whose is whose.

Who attacks has the data folder, knows how the portal is built, and has all addresses and answers
before them. What links them is then looked for in all that the files hold beside them: numbers of
transactions, places, times, jobs and their events.
"""

import secrets
import statistics
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from dev.postgres import DATABASE, USER, Cluster
from survey.news.models import Subscription, Update
from survey.news.tasks import send_consent_mail
from survey.participation.signed_answers import SignedAnswers
from survey.submissions.models import Submission
from tests import database_files

FORM = "application/x-www-form-urlencoded"
REACH = 8  # between the transactions of one citizen lie a few
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # of Postgres
LONGEST_AGO = 20 * 24 * 3600 * 10**6  # microseconds


class Citizen(NamedTuple):
    address: str
    answer: str
    key: Any
    token: str


class Traces(NamedTuple):
    """What the files hold: by name of a trace, what it says about each citizen's address."""

    of_addresses: dict[str, dict[int, Any]]
    of_answers: dict[int, set[int]]  # the transactions
    files: set[str]  # in which something of an address stands


# What happens before the night


@contextmanager
def own_database(cluster: Cluster) -> Iterator[None]:
    """Work in a copy of the cluster's database."""
    name = f"linking_{secrets.token_hex(4)}"
    former = connection.settings_dict.copy()
    connection.close()
    with cluster.connect("postgres") as session:
        session.execute(f"CREATE DATABASE {name} TEMPLATE {DATABASE}")
        connection.settings_dict |= {"HOST": str(cluster.socket), "USER": USER, "NAME": name}
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict |= former
            session.execute(f"DROP DATABASE {name} WITH (FORCE)")


def trial_run(several: int = 300) -> None:
    """Store what is taken back again: it leaves old statistics, and room on the old pages."""
    call_command("sample_submissions", several, stdout=StringIO())
    rows = [Subscription(address=f"trial{n}@example.org") for n in range(several)]
    Subscription.objects.bulk_create(rows)
    send_consent_mail.batch_defer(*({"subscription": str(row.pk)} for row in rows))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM procrastinate_jobs")
        Submission.objects.all().delete()
        Subscription.objects.all().delete()
        cursor.execute("VACUUM")


def address(number: int) -> str:
    """Return the address of the one who comes at this place; their alphabet is another order."""
    return f"{number * 37 % 101:03}@separation.example"


def answer(number: int) -> str:
    return f"Begründung {number:03} von {number:03}."


def take_part(numbers: Iterable[int]) -> None:
    """Send check pages with an address, one after the other."""
    browser = Client(headers={"Host": urlsplit(settings.SITE_URL).netloc, "Content-Type": FORM})
    for number in numbers:
        data = {"forum": "verkehr", "reason": answer(number), "email": address(number)}
        fields = urlencode({"signed": SignedAnswers(data).sign()})
        sent = browser.post("/mitmachen/absenden/", fields, FORM)
        assert sent.status_code == 303


def known(several: int) -> list[Citizen]:
    """Return the true pairs, in the order of arrival."""
    assert Submission.objects.filter(reason__startswith="Begründung").count() == several
    rows = {row.address: row for row in Subscription.objects.all()}
    found = [rows[address(number)] for number in range(several)]
    return [
        Citizen(row.address, answer(number), row.pk, row.token) for number, row in enumerate(found)
    ]


def do_jobs(at_most: int = 1000) -> int:
    """Send the mails as the worker does, each job deleted when it is done; return how many."""
    with connection.cursor() as cursor:
        for number in range(at_most):
            cursor.execute(
                "SELECT id, args->>'subscription' FROM procrastinate_fetch_job_v2('{mail}', NULL)"
            )
            job, key = cursor.fetchone()
            if job is None:
                return number
            send_consent_mail(subscription=key)
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job])
    return at_most


def confirm(numbers: Iterable[int]) -> None:
    for number in numbers:
        Subscription.objects.get(address=address(number)).confirm([])


def publish_news(slug: str = "radweg") -> None:
    """Publish an update and make its deliveries."""
    editor, _ = User.objects.get_or_create(username="editor")
    update = Update.objects.create(title="Radweg", slug=slug, text="Er kommt.")
    update.publish(editor)
    update.refresh_from_db()
    update.prepare_deliveries()


# What the files hold


def traces(citizens: list[Citizen], *parts: str) -> Traces:
    """Read the files of these parts of the data folder, after a checkpoint.

    They are "base" and "global"; of base only the present database if it isn't named.
    """
    needles = {}
    for number, citizen in enumerate(citizens):
        of_address = (citizen.address, citizen.token, str(citizen.key))
        needles |= {text.encode(): ("address", number) for text in of_address}
        needles[citizen.key.bytes] = ("address", number)
        needles[citizen.answer.encode()] = ("answer", number)
    folder, database, events = places()
    hits = database_files.search(folder, needles, parts or [database, "global"])
    of_addresses = defaultdict(dict)
    of_answers = defaultdict(set)
    for hit in hits:
        kind, number = hit.what
        if kind == "address":
            for name, value in said(hit):
                keep(of_addresses, f"{name} in {hit.file}", number, value)
        elif hit.row:
            of_answers[number].add(hit.row.xmin)
    jobs = {
        number: who
        for name, found in of_addresses.items()
        if " number in" in name
        for who, number in found.items()
    }
    for row in database_files.rows(folder / events, columns=4, length=32):
        if row.numbers[1] in jobs:
            for name, value in of_row(row):
                keep(of_addresses, f"{name} of events", jobs[row.numbers[1]], value)
    files = {hit.file for hit in hits if hit.what[0] == "address"}
    return Traces(dict(of_addresses), dict(of_answers), files)


def places() -> tuple[Path, str, str]:
    """Write all to the disk; return the data folder, the database's folder, the events' file."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), 'base/' || oid, "
            "pg_relation_filepath('procrastinate_events') "
            "FROM pg_database WHERE datname = current_database()"
        )
        folder, *others = cursor.fetchone()
    return Path(folder), *others


def said(hit: database_files.Hit) -> Iterator[tuple[str, Any]]:
    """Return what stands around an address, its token or its key."""
    yield "place" if hit.place[1] >= 0 else "former place", hit.place
    if hit.pointer:
        yield "pointer", hit.pointer
    if hit.row:
        kind = "" if hit.place[1] >= 0 else "former "
        yield from ((kind + name, value) for name, value in of_row(hit.row))


def of_row(row: database_files.Row) -> Iterator[tuple[str, int]]:
    yield "transaction", row.xmin
    if row.xmax:
        yield "deleting transaction", row.xmax
    now = (datetime.now(UTC) - EPOCH).total_seconds() * 10**6
    times = [number for number in row.numbers if now - LONGEST_AGO < number < now * 1.1]
    yield from ((f"time {place}", number) for place, number in enumerate(times[:4]))
    if row.numbers and 0 < row.numbers[0] < 2**32:
        yield "number", row.numbers[0]


def keep(found: dict, name: str, number: int, value: Any) -> None:
    for which, choose in (("first", min), ("last", max)):
        known = found[f"{which} {name}"]
        known[number] = choose(known.get(number, value), value)


# Linking


def pairs_found(citizens: list[Citizen]) -> int:
    """Return how many pairs the best attempt finds rightly."""
    return best(attempts(citizens, traces(citizens)))


def best(attempts: Iterable[tuple[str, dict[int, int]]]) -> int:
    return max((right(claims) for _, claims in attempts), default=0)


def right(claims: dict[int, int]) -> int:
    return sum(one == other for one, other in claims.items())


def attempts(citizens: list[Citizen], found: Traces) -> Iterator[tuple[str, dict[int, int]]]:
    """Yield each way to link: its name, and for citizens by address whose answers it takes.

    An order that is also that of the keys, the tokens or the alphabet is left out: it comes from
    there and says nothing.
    """
    for name, of_addresses in found.of_addresses.items():
        if "transaction" in name:
            yield f"near: {name}", nearest(of_addresses, found.of_answers)
            yield f"before: {name}", nearest(of_addresses, found.of_answers, sides=(-1,))
        order = in_order(of_addresses)
        complete = len(set(of_addresses.values())) == len(found.of_answers)
        if complete and not explained(citizens, order):
            for claims in by_order(of_addresses, found.of_answers):
                yield f"order: {name}", claims


def only(found: Traces, who: Iterable[int]) -> Traces:
    """Return the traces of some: who came on a day is known."""
    of_addresses = {
        name: {number: value for number, value in values.items() if number in who}
        for name, values in found.of_addresses.items()
    }
    return Traces(of_addresses, {number: found.of_answers[number] for number in who}, found.files)


def by_order(
    of_addresses: dict[int, Any], of_answers: dict[int, set[int]]
) -> Iterator[dict[int, int]]:
    """Yield the pairs when both are ordered, and when one of them is backwards."""
    order = in_order(of_addresses)
    answers = in_order({who: min(numbers) for who, numbers in of_answers.items()})
    yield dict(zip(order, answers, strict=True))
    yield dict(zip(order, answers[::-1], strict=True))


def nearest(
    of_addresses: dict[int, int],
    of_answers: dict[int, set[int]],
    sides: tuple[int, ...] = (-1, 1),
) -> dict[int, int]:
    """Return for each address the answers with the nearest transaction, at most REACH away.

    On both sides, or on one: before it (-1) or after it.
    """
    whose = {number: who for who, numbers in of_answers.items() for number in numbers}
    claims = {}
    for who, number in of_addresses.items():
        for distance in range(REACH + 1):
            # The answers are stored first.
            for other in (number + side * distance for side in sides):
                if other in whose and who not in claims:
                    claims[who] = whose[other]
    return claims


def in_order(values: dict[int, Any]) -> list[int]:
    return sorted(values, key=values.get)


def explained(citizens: list[Citizen], order: list[int]) -> bool:
    by: list[Callable[[Citizen], Any]] = [
        lambda citizen: citizen.key.bytes,
        lambda citizen: citizen.token,
        lambda citizen: citizen.address,
    ]
    values = [[value(citizens[who]) for who in order] for value in by]
    return any(column in (sorted(column), sorted(column)[::-1]) for column in values)


def correlation(values: dict[int, Any]) -> float:
    """Return Spearman's rank correlation of a trace with the order of arrival, from -1 to 1."""
    among = sorted(values.values())
    ranks = [
        bisect_left(among, values[who]) + bisect_right(among, values[who]) for who in sorted(values)
    ]
    if len(set(ranks)) < 2:
        return 0.0
    return statistics.correlation(ranks, range(len(ranks)))
