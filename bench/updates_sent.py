"""An update to 100,000 subscribers (or as many as the argument says) into mail servers here.

The real worker on a durable Postgres of its own; the mail server takes and counts. For comparison
the same mails go to the same server by bare smtplib, over one connection, without marks and jobs.
Where postfix can be run (installed, and by root) all of it is done again through a postfix of its
own with TLS.

The last line is a JSON object: mails per second, the worker's peak memory in MB, addresses that got
none, and those that got more than one; the same through postfix.
"""

import contextlib
import json
import os
import signal
import smtplib
import ssl
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from bench import postfix
from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import Cluster, end_with_parent

PORT = 8325
BARE = 3000  # mails of the comparison
FOLDER = ROOT / "build" / "updates"


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-updates")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        os.environ["OPERATOR_EMAIL"] = "portal@example.org"
        set_defaults()
        django.setup()
        call_command("migrate", verbosity=0)
        subscribe(number)
        result: dict[str, object] = dict(into_sink(number))
        if postfix.is_there():
            result["postfix"] = into_postfix(number)
    print(json.dumps(result))


def into_sink(number: int) -> dict[str, int]:
    """Send to the mail server of this program, which only counts."""
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{PORT}"
    update = draft("radweg")
    with started("-m", "bench.updates_sent", "sink") as sink:
        wait_until_open()
        bare = bare_rate(update, PORT)
        seconds, peak = sent(update)
        sink.terminate()
        taken = Counter(json.loads(sink.communicate()[0]))
    return told("its own server", number, seconds, peak, bare, taken)


def into_postfix(number: int) -> dict[str, int]:
    with postfix.Postfix(FOLDER / "postfix").running() as server:
        os.environ["EMAIL_URL"] = f"smtp+starttls://localhost:{server.port}"
        os.environ["EMAIL_CA_FILE"] = str(server.authority)
        update = draft("radweg-2")
        bare = bare_rate(update, server.port, ssl.create_default_context(cafile=server.authority))
        server.taken()  # so that nothing of that is left to be done
        seconds, peak = sent(update)
        return told("postfix with TLS", number, seconds, peak, bare, server.taken())


def sent(update: Any) -> tuple[float, float]:
    """Publish an update and let the worker send it; return the seconds and the peak memory (MB)."""
    with started("manage.py", "run_worker") as worker:
        wait_until_waiting(worker)
        start = time.monotonic()
        publish(update)
        while still_open(update):
            time.sleep(0.2)
        return time.monotonic() - start, peak_memory(worker)


def told(
    server: str, number: int, seconds: float, peak: float, bare: float, taken: Counter[str]
) -> dict[str, int]:
    rate = number / seconds
    say(f"{server}: {number} in {seconds:.0f} s, {rate / bare:.2f} of bare smtplib ({bare:.0f}/s)")
    counts = [count for address, count in taken.items() if address.startswith("s")]
    return {
        "per_second": round(rate),
        "peak_mb": round(peak),
        "lost": number - len(counts),
        "double": sum(count > 1 for count in counts),
    }


def subscribe(number: int) -> None:
    Subscription = apps.get_model("survey", "Subscription")
    for start in range(0, number, 5000):
        Subscription.objects.bulk_create(
            Subscription(
                address=f"s{count}@example.org", wording_version="x", confirmed_at=timezone.now()
            )
            for count in range(start, min(number, start + 5000))
        )


def draft(slug: str) -> Any:
    text = "Der Radweg **kommt**.\n\n" + "Ein Absatz von üblicher Länge. " * 40
    return apps.get_model("survey", "Update").objects.create(
        title="Der Radweg", slug=slug, text=text
    )


@contextlib.contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Python program beside this one and end it."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def wait_until_open() -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            smtplib.SMTP("127.0.0.1", PORT).quit()
            return
        time.sleep(0.05)
    sys.exit("The mail server did not start.")


def wait_until_waiting(worker: subprocess.Popen[bytes]) -> None:
    """Return when the worker has said to the database that it is there."""
    workers = apps.get_model("procrastinate", "ProcrastinateWorker").objects
    while not workers.exists():
        if worker.poll() is not None:
            sys.exit("The worker did not start.")
        time.sleep(0.05)


def bare_rate(update: Any, port: int, tls: ssl.SSLContext | None = None) -> float:
    """Return how many mails of this size smtplib alone sends in a second."""
    from survey.news.mails import update_mail

    message: Any = update_mail(update, None).message()
    data = message.as_bytes(linesep="\r\n")
    with smtplib.SMTP("localhost", port) as server:
        if tls:
            server.starttls(context=tls)
        start = time.monotonic()
        for number in range(BARE):
            server.sendmail("a@example.org", [f"bare{number}@example.org"], data)
        return BARE / (time.monotonic() - start)


def publish(update: Any) -> None:
    from survey.news.publishing import publish

    users = apps.get_model("auth", "User").objects
    publish(update, users.get_or_create(username="bench")[0])


def still_open(update: Any) -> bool:
    """Tell whether deliveries are missing, waiting or under way."""
    rows = update.deliveries
    return not rows.exists() or rows.filter(state__in=["waiting", "sending"]).exists()


def peak_memory(process: subprocess.Popen[bytes]) -> float:
    """Return the most memory that a process has had, in MB (proc(5): VmHWM)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def take_mails() -> None:
    """Be the mail server: take everything, print the counts by recipient at SIGTERM."""
    from aiosmtpd.controller import Controller

    taken: Counter[str] = Counter()

    class Taker:
        async def handle_EHLO(  # noqa: N802
            self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
        ) -> list[str]:
            session.host_name = hostname
            return [responses[0], "250-PIPELINING", *responses[1:]]  # as all common servers

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            taken.update(envelope.rcpt_tos)
            return "250 OK"

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    controller = Controller(Taker(), hostname="127.0.0.1", port=PORT)
    controller.start()
    signal.sigwait({signal.SIGTERM})
    controller.stop()
    print(json.dumps(taken))


if __name__ == "__main__":
    take_mails() if sys.argv[1:] == ["sink"] else main()
