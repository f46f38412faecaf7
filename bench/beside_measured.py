"""Twenty participations a second, while a member of staff works with large files beside them.

`bench/beside [ROWS]`: the real portal (gunicorn, a durable Postgres) with 100,000 submissions, or
as many as the argument says, some of them hostile: texts made to be slow to read. All the time
people take part: form, check page, sending. Beside them a file of 20,000 rows is read in, all
rows are exported in each format, similar texts are looked at, hostile texts are sent and searched.
The slowest request of a participation in each phase stands in a table, beside what the staff's own
work took; `nothing` is the time without any. The last line is a JSON object: the slowest
request of each phase in ms, and how many failed.
"""

import contextlib
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

from bench import desk_measured
from bench.desk_measured import DESK
from bench.people import FORM, LONGEST, People, Phase, Request, phase, report
from dev import assets, serve
from dev.configuration import set_defaults
from dev.environment import ROOT
from dev.postgres import Cluster, end_with_parent
from ruhrdialog.lib.codes import random_code, receipt_hash
from ruhrdialog.lib.tables import csv_line

PORT = 8327
ROWS = 100_000
IN_FILE = 20_000  # rows of the file that is read in
MOST_IN_FILE = 9_900_000  # bytes: the page takes ten million
SITE = f"http://127.0.0.1:{PORT}"
CALM = 10  # seconds before the staff begin
# Made to be slow to read: for a pattern, for Postgres, for the search of what is alike.
HOSTILE = (
    *("1 tel" + " " * 3900 + "x", "a" * 4000, "A-" * 2000, "DE12" + "A" * 3900, "DE89 " * 800),
    *("1@e" * 1333, "a_" * 2000, "~/" * 2000, "-a-a-1" * 600, "<!--" * 1000, "[" * 4000),
)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    assets.bring_up_to_date()
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-beside")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        set_defaults(PORT)
        serve.prepare(own_database=False)
        staff = prepare(cluster, number)
        server = serve.start_server(PORT)
        running.callback(serve.stop, server)
        serve.wait_until_ready(server, PORT)
        with participations() as requests:
            phases = work(staff)
    failed = sum(not each.is_fine for each in requests)
    print(json.dumps({**report(phases, requests), "failed": failed}))


def prepare(cluster: Cluster, number: int) -> "Staff":
    """Fill the database; return the member of staff who will work with it."""
    desk_measured.fill(cluster, number, [])
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from forums.models import Forum
    from survey.submissions.models import Submission

    verkehr = Forum.objects.get(slug="verkehr")
    many = [f"{first}{second}" for first in "abcdefghijklmnopqrst" for second in range(10, 60)]
    alike = [" ".join(random.Random(number).sample(many, 990)) for number in range(1000)]
    Submission.objects.bulk_create(
        (
            Submission.made_of(
                receipt_hash=receipt_hash(random_code()), forum=verkehr, reason=text, proposal=text
            )
            for text in (*HOSTILE * 10, *alike)
        ),
        batch_size=20,
    )
    with cluster.connect() as connection:
        connection.execute("VACUUM ANALYZE")
    user, _ = User.objects.get_or_create(username="Leitung", defaults={"is_staff": True})
    user.groups.set(Group.objects.filter(name="Leitung"))
    user.user_permissions.clear()
    client = Client(headers={"Host": f"127.0.0.1:{PORT}"})
    client.force_login(user)
    hostile = Submission.objects.filter(reason__in=HOSTILE).order_by("reason", "pk")
    keys = [str(key) for key in hostile.values_list("pk", flat=True)[::10]]
    keys += [str(row.pk) for row in Submission.objects.filter(reason__in=alike)[:5]]
    keys += [str(row.pk) for row in Submission.objects.exclude(signature=[]).order_by("pk")[:10]]
    return Staff(client.cookies["sessionid"].value, keys)


# The participations


@contextlib.contextmanager
def participations() -> Iterator[list[Request]]:
    """Let people take part in a process of their own; at the end the list holds their requests."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.beside_measured", "participate"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )
    requests: list[Request] = []
    try:
        yield requests
    finally:
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate()
    requests += [Request(*fields) for fields in json.loads(output)]


def take_part_until_told() -> None:
    """Let people take part until SIGTERM, then print all their requests."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    people = People(SITE, SITE, typed)
    with people.coming():
        signal.sigwait({signal.SIGTERM})
    print(json.dumps(people.requests))


def typed(number: int) -> dict[str, str]:
    return {"forum": "verkehr", "reason": f"Grund {number}: Der Bus kommt zu spät.", "email": ""}


# The staff's work


class Staff:
    """A member of staff with a browser; `keys` are of submissions worth looking at."""

    def __init__(self, session: str, keys: list[str]) -> None:
        self.keys = keys
        self.cookies = {"sessionid": session}

    def get(self, address: str) -> str:
        return self.ask("GET", address, b"", "")

    def post(self, address: str, **fields: str) -> str:
        return self.ask("POST", address, urlencode(fields).encode(), FORM["Content-Type"])

    def upload(self, data: bytes, name: str) -> str:
        """Choose a file on the page that reads it in; return the answer."""
        mark = "------------------------a-line-of-no-file"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="source"\r\n\r\nevent\r\n',
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n',
        ]
        body = "".join(parts).encode() + data + f"\r\n--{mark}--\r\n".encode()
        return self.ask("POST", f"{DESK}einlesen/", body, f"multipart/form-data; boundary={mark}")

    def ask(self, method: str, address: str, body: bytes, content_type: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10 * LONGEST)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        if content_type:
            headers["Content-Type"] = content_type
        connection.request(method, address, body, headers)
        response = connection.getresponse()
        page = response.read()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, value = cookie.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        # 503: a search that Postgres gave up in time, as it must.
        expected = (200, 302, 422, 503) if "q=" in address else (200, 302, 422)
        assert response.status in expected, (address[:80], response.status)
        connection.close()
        return page.decode("utf-8", "replace")


def work(staff: Staff) -> list[Phase]:
    """Do what staff do with large files, one after the other; return when each was done."""
    staff.get(f"{DESK}einlesen/")  # for the cookie against forged posts
    small, large = file_of(IN_FILE, 60), file_of(IN_FILE, MOST_IN_FILE // IN_FILE - 40)
    deeds: dict[str, Callable[[], object]] = {
        "nothing": lambda: time.sleep(CALM),
        "import": lambda: read_in(staff, small),
        "large import": lambda: staff.upload(large, "groß.csv"),
        "XLSX import": lambda: staff.upload(as_xlsx(small), "klein.xlsx"),
        "CSV export": lambda: staff.post(f"{DESK}export/csv/?arbeit=alle"),
        "JSON export": lambda: staff.post(f"{DESK}export/jsonl/?arbeit=alle"),
        "XLSX export": lambda: staff.post(f"{DESK}export/xlsx/?arbeit=alle"),
        "similar texts": lambda: [staff.get(f"{DESK}{key}/change/") for key in staff.keys],
        "hostile texts": lambda: hostile(staff),
        "nothing again": lambda: time.sleep(CALM),
    }
    phases: list[Phase] = []
    for name, deed in deeds.items():
        with phase(name, phases):
            deed()
        time.sleep(1)
    return phases


def file_of(rows: int, signs: int) -> bytes:
    """Return a CSV file of so many rows with texts of so many signs."""
    write = desk_measured.writer(random.Random(rows), [])
    lines = [csv_line(("Thema", "Begründung"))]
    for _ in range(rows):
        text = write()
        while len(text.encode()) < signs:
            text += f" {write()}"
        lines.append(csv_line(("Verkehr", text.encode()[:signs].decode("utf-8", "ignore"))))
    return "".join(lines).encode()


def as_xlsx(table: bytes) -> bytes:
    import csv
    import io

    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(csv.reader(io.StringIO(table.decode()), delimiter=";")):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def read_in(staff: Staff, data: bytes) -> None:
    preview = staff.upload(data, "klein.csv")
    table = hidden_field("table", preview)
    staff.post(f"{DESK}einlesen/", table=table)


def hidden_field(name: str, page: str) -> str:
    """Return what a page sends along. Raises ValueError if it doesn't."""
    found = re.search(f'name="{name}" value="([^"]+)"', page)
    if not found:
        raise ValueError(name)
    return found[1]


def hostile(staff: Staff) -> None:
    """Send each hostile text as a citizen would, and look at them at the desk."""
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(send_hostile, HOSTILE * 4))
    staff.get(f"{DESK}?arbeit=alle&o=-2")
    for word in ("Verkehr", "tel", "DE89", "a_" * 1000, f'"{"a" * 2000}b"'):
        staff.get(f"{DESK}?arbeit=alle&q={quote(word)}")


def send_hostile(text: str) -> None:
    fields = {"forum": "verkehr", "reason": text, "proposal": text}
    people = People(SITE, SITE, lambda number: fields)
    people.ask("POST", "/mitmachen/", **fields, email=f"{text[:250]}@a")
    people.take_part(0)
    assert people.participations[0].is_acknowledged, text[:80]


if __name__ == "__main__":
    take_part_until_told() if sys.argv[1:] == ["participate"] else main()
