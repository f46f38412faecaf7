"""Lighthouse's scores of the pages that most people see, on its phone setting.

Runs `dev/run` (or uses the portal at PORTAL_URL), and prints each page's scores; the last line is
a JSON object with the lowest score of each category, from 0 to 100.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from dev import assets, browser
from dev.environment import INSTALLER_ENV, ROOT, install, say, up_to_date

PAGES = ["/", "/themenforen/verkehr/", "/mitmachen/", "/faq/"]
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best_practices",
    "seo": "seo",
}
BENCH = ROOT / "bench"
PORT = "8321"


def main() -> None:
    assets.bring_up_to_date()
    chromium = browser.executable()
    install_packages()
    lowest = dict.fromkeys(CATEGORIES.values(), 100)
    with portal() as address:
        for page in PAGES:
            scores = measure(address + page, chromium)
            lowest = {name: min(score, scores[name]) for name, score in lowest.items()}
            say(f"{page:24} " + "  ".join(f"{name} {score}" for name, score in scores.items()))
    print(json.dumps(lowest))


def install_packages() -> None:
    """Install what the programs here need from npm, if the lock changed."""
    lock = (BENCH / "package-lock.json").read_bytes()
    with up_to_date(BENCH / "node_modules" / ".stamp", lock) as fresh:
        if not fresh:
            say("Installing Lighthouse and Observatory …")
            os.environ["PATH"] = f"{assets.node().parent}{os.pathsep}{os.environ['PATH']}"
            install([*assets.npm(), "ci", "--no-progress", "--loglevel=error", "--prefix", BENCH])


@contextlib.contextmanager
def portal() -> Iterator[str]:
    """Yield the address of a running portal."""
    if given := os.environ.get("PORTAL_URL"):
        yield given
        return
    environment = os.environ | {"PORT": PORT}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [ROOT / "dev" / "run"], env=environment, stdout=output, start_new_session=True
        )
        try:
            wait_for(f"http://127.0.0.1:{PORT}/readyz", process)
            yield f"http://127.0.0.1:{PORT}"
        finally:
            process.terminate()
            process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    sys.exit("dev/run did not start.")


def measure(address: str, chromium: str) -> dict[str, int]:
    """Return the scores (0 to 100) of one page."""
    program = BENCH / "node_modules" / "lighthouse" / "cli" / "index.js"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        result = subprocess.run(
            [
                *(assets.node(), program, address, "--quiet"),
                "--chrome-flags=--headless --no-sandbox",
                *("--output=json", f"--output-path={report}"),
                f"--only-categories={','.join(CATEGORIES)}",
            ],
            env=os.environ | INSTALLER_ENV | {"CHROME_PATH": chromium},
            capture_output=True,
            text=True,
        )
        if result.returncode:
            sys.exit(result.stderr)
        data = json.loads(report.read_text())
    for category in data["categories"].values():
        for reference in category["auditRefs"]:
            audit = data["audits"][reference["id"]]
            if reference["weight"] and audit["score"] not in (None, 1):
                shown = audit.get("displayValue", "")
                say(f"  {category['id']}: {audit['id']} {audit['score']} {shown}")
    return {
        name: round(data["categories"][category]["score"] * 100)
        for category, name in CATEGORIES.items()
    }


if __name__ == "__main__":
    main()
