"""Builds the image and runs compose.yaml's services from it; plays the journey; loses the database.

Every service is started with what compose.yaml says of it (command, user, read-only files, tmpfs,
capabilities, secrets, volumes, variables), by podman, in a network of their own that leads nowhere.
People take part, a backup is made and restored beside, where a row is changed by hand to see that
this is found; more is sent and one submission withdrawn; then the database's volume is deleted and
made anew, the backup restored and compared. It wants root, buildah, podman, runc; where no image
can be pulled, stand-ins (stand_ins.py).
The last line is a JSON object: participations, tables that were the same, what was found.
"""

import contextlib
import json
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from bench import stand_ins
from bench.people import People
from dev.environment import ROOT, say
from tests.proxy import make_certificate

IMAGE = "localhost/portal"
NAME = "portal-tried"
IMAGES = {"postgres": stand_ins.POSTGRES, "nginx": stand_ins.NGINX}
PODMAN = ("podman", "--runtime=runc", "--cgroup-manager=cgroupfs", "--log-level=error")
VARIABLES = {
    "PORTAL_IMAGE": IMAGE,
    "SITE_HOST": "localhost",
    "HSTS_SECONDS": "300",
    "EMAIL_URL": "smtp://127.0.0.1:1025",
    "OPERATOR_NAME": "[Name der Behörde]",
    "OPERATOR_ADDRESS": "[Anschrift]",
    "OPERATOR_REPRESENTATIVE": "[Vertretung]",
    "OPERATOR_PHONE": "[Telefon]",
    "OPERATOR_PRESS": "[Presse]",
    "BOUNCE_ADDRESS": "returns+*@example.org",
    "OPERATOR_EMAIL": "portal@example.org",
    "OPERATOR_DATA_PROTECTION_OFFICER": "[Datenschutz]",
    "OPERATOR_URGENT_CONTACT": "[Name]",
    "NEWS_PER_MONTH": "2",
}
SECRETS = {
    "administrator_password": "an 'administrator' / # of this test",
    "database_password": "a/b#c?d@e 'f' of this test",
    "secret_key": secrets.token_urlsafe(50),
    "secret_key_fallbacks": "",
    "metrics_token": secrets.token_hex(),
    "email_password": "",
    "bounce_mailbox_url": "",
}
# podman's own would be more than a container of a container may have.
LIMITS = ("--ulimit=nofile=16384:16384", "--ulimit=nproc=4096:4096")
PATIENCE = 120  # seconds


def main() -> None:
    stand_ins.make()
    say("The image …")
    bases = (f"--build-arg=NODE={stand_ins.NODE}", f"--build-arg=PYTHON={stand_ins.PYTHON}")
    isolated = ("--isolation=chroot", "--network=host", "--layers")
    stand_ins.run("buildah", "bud", *isolated, *bases, "--tag", IMAGE, str(ROOT))
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:
        services = Services(Path(folder))
        running.callback(services.remove)
        services.remove()  # what an interrupted run left
        print(json.dumps(play(services)))


def play(services: "Services") -> dict[str, Any]:
    services.make_network()
    services.start("database")
    services.wait_until_healthy("database")
    services.run_once("prepare")
    for name in ("web", "second", "nginx", "worker"):
        services.start(name)
    for name in ("web", "second", "nginx", "worker"):
        services.wait_until_healthy(name)
    say("People take part …")
    before = services.ask("take part", "20")
    say(services.manage("check", "--deploy"))
    dump = services.manage("backup").split()[-1]
    drill = restore_beside(services, dump)
    services.ask("take part", "1")
    services.ask("withdraw", before["receipts"][0])
    say(services.manage("shell", "-c", WRITE_LIST))
    say("The database is lost …")
    for name in ("worker", "web", "second", "database"):
        services.stop(name)
    podman("volume", "rm", f"{NAME}-database")
    services.start("database")
    services.wait_until_healthy("database")
    restored = services.manage("restore", dump)
    for name in ("web", "second", "worker"):
        services.start(name)
    for name in ("web", "second"):
        services.wait_until_healthy(name)
    gone = services.ask("status", before["receipts"][0])["is_withdrawn"]
    kept = [services.ask("status", receipt) for receipt in before["receipts"][1:]]
    return {
        "participations": len(before["receipts"]),
        "failed": before["failed"],
        "restored": restored,
        "receipts_kept": sum(one["status"] == 200 and not one["is_withdrawn"] for one in kept),
        "withdrawn_stays_withdrawn": gone,
        **drill,
    }


WRITE_LIST = (
    "from survey.upkeep.erased import write_erased; from pathlib import Path; "
    "write_erased(Path('/backups'))"
)


def restore_beside(services: "Services", dump: str) -> dict[str, Any]:
    """Restore a dump into a second database; change a row there, and see that this is found."""
    services.administrate("CREATE DATABASE portal_drill OWNER portal")
    same = services.manage("restore_drill", dump, "--into", "portal_drill")
    change = "UPDATE survey_submission SET reason = 'by hand' WHERE reason <> ''"
    services.administrate(change, "portal_drill")
    found = services.manage("restore_drill", dump, "--into", "portal_drill", "--again", fails=True)
    services.administrate("DROP DATABASE portal_drill")
    return {"drill": same, "changed_by_hand": found.strip().splitlines()[-1]}


class Services:
    """The services of compose.yaml, each a container."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tls").mkdir()
        (folder / "secrets").mkdir()
        make_certificate(folder / "tls")
        for name, value in SECRETS.items():
            (folder / "secrets" / name).write_text(f"{value}\n" if value else "")
        text = interpolated((ROOT / "compose.yaml").read_text())
        self.services: dict[str, Any] = yaml.safe_load(text)["services"]

    def make_network(self) -> None:
        own = ("--detach", "--rm", "--network=none", f"--name={NAME}-network")
        podman("run", *own, *LIMITS, IMAGE, "sleep", "infinity")

    def start(self, name: str) -> None:
        podman(*self.command(name, "--detach", "--rm"))

    def run_once(self, name: str) -> str:
        return podman(*self.command(name, "--rm"))

    def stop(self, name: str) -> None:
        podman("stop", "--time=20", f"{NAME}-{name}")

    def manage(self, *arguments: str, fails: bool = False) -> str:
        """Run a command in a container such as the worker's; return what it says."""
        command = ("sh", "-c", 'python manage.py "$@" 2>&1', "-", *arguments)
        made = self.command("worker", "--rm", words=command, name="command")
        return podman(*made, fails=fails)

    def administrate(self, statement: str, database: str = "postgres") -> None:
        psql = ("psql", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres", database)
        podman("exec", f"{NAME}-database", *psql, "-c", statement)

    def ask(self, *arguments: str) -> dict[str, Any]:
        """Run the people inside of the services' network, where nothing leads from outside."""
        pid = podman("inspect", "--format={{.State.Pid}}", f"{NAME}-network")
        inside = ("nsenter", f"--net=/proc/{pid}/ns/net", sys.executable, "-m", __spec__.name)
        done = subprocess.run([*inside, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    def wait_until_healthy(self, name: str) -> None:
        test = self.services[name]["healthcheck"]["test"]
        words = ("sh", "-c", test) if isinstance(test, str) else tuple(test[1:])
        end = time.monotonic() + PATIENCE
        while "no" in podman("exec", f"{NAME}-{name}", *words, fails=None).splitlines()[-1:]:
            if time.monotonic() > end:
                sys.exit(podman("logs", f"{NAME}-{name}", fails=None))
            time.sleep(1)

    def command(
        self, service: str, *options: str, words: tuple[str, ...] = (), name: str = ""
    ) -> list[str]:
        """Return podman's words for a service."""
        said = self.services[service]
        image = said["image"]
        network = f"container:{NAME}-network"
        made = [
            "run",
            *options,
            *LIMITS,
            f"--name={NAME}-{name or service}",
            f"--network={network}",
        ]
        made += [f"--cap-drop={each}" for each in said.get("cap_drop", [])]
        made += [f"--cap-add={each}" for each in said.get("cap_add", [])]
        made += [f"--security-opt={each.split(':')[0]}" for each in said.get("security_opt", [])]
        if said.get("read_only"):
            made += ["--read-only", "--read-only-tmpfs=false"]
        made += [f"--tmpfs={each}" for each in said.get("tmpfs", [])]
        given = VARIABLES if said.get("env_file") else {}  # what would stand in .env
        made += [
            f"--env={key}={'' if value is None else value}"
            for key, value in (given | said.get("environment", {})).items()
        ]
        for secret in said.get("secrets", []):
            made.append(f"--volume={self.folder}/secrets/{secret}:/run/secrets/{secret}:ro")
        made += [f"--volume={self.place(volume)}" for volume in said.get("volumes", [])]
        own = said.get("command", "")
        return [*made, IMAGES.get(image.split(":")[0], image), *(words or shlex.split(own))]

    def place(self, volume: str) -> str:
        source, rest = volume.split(":", 1)
        if source == "./tls":
            return f"{self.folder}/tls:{rest}"
        return f"{ROOT / source}:{rest}" if source.startswith("./") else f"{NAME}-{source}:{rest}"

    def remove(self) -> None:
        for name in (
            "worker",
            "web",
            "second",
            "nginx",
            "prepare",
            "command",
            "database",
            "network",
        ):
            podman("rm", "--force", "--time=5", f"{NAME}-{name}", fails=None)
        for volume in ("database", "database-socket", "sockets", "spool", "shared", "backups"):
            podman("volume", "rm", "--force", f"{NAME}-{volume}", fails=None)


def interpolated(text: str) -> str:
    """Fill in variables as compose does: ${NAME}, ${NAME:-default}, ${NAME:?}, ${NAME:+instead}.

    Two dollars are one.
    """
    variable = re.compile(r"\$\{(\w+)(?::([-?+])([^${}]*))?\}")

    def value(found: re.Match[str]) -> str:
        name, sign, words = found.groups()
        given = VARIABLES.get(name, "")
        if sign == "?" and not given:
            sys.exit(f"compose.yaml wants {name}.")
        if sign == "+":
            return words if given else ""
        return given or words or ""

    while variable.search(text):
        text = variable.sub(value, text)
    return text.replace("$$", "$")


def podman(*words: str, fails: bool | None = False) -> str:
    """Run podman; with `fails` None a failure is said by a last line "no"."""
    done = subprocess.run([*PODMAN, *words], capture_output=True, text=True)
    if fails is None:
        return done.stdout + done.stderr + ("\nno" if done.returncode else "")
    if bool(done.returncode) != fails:
        sys.exit(f"podman {' '.join(words[:6])} …:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout.strip()


def people(number: int) -> dict[str, Any]:
    """Take part through nginx; return the receipts."""
    url = "https://localhost"
    receipts, failed = [], 0
    asking = People(f"{url}:443", url, lambda n: {"forum": "verkehr", "reason": f"Grund {n}"})
    for each in range(number):
        if sent := asking.receipt(each):
            receipts.append(sent)
        else:
            failed += 1
    return {"receipts": receipts, "failed": failed}


def inside(what: str, about: str) -> dict[str, Any]:
    """Do what is to be done inside of the network."""
    if what == "take part":
        return people(int(about))
    asking = People("https://localhost:443", "https://localhost", lambda n: {})
    if what == "withdraw":
        request, page = asking.ask("POST", about, withdraw="1")
    else:
        request, page = asking.ask("GET", about)
    return {"status": request.status, "is_withdrawn": "Zurückgezogen und gelöscht" in page}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(inside(*sys.argv[1:3])))
    elif os.geteuid() or not shutil.which("podman"):
        sys.exit("This wants root, podman, runc and buildah.")
    else:
        main()
