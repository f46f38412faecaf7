"""The last release: which commit it is, says CHANGELOG.md; what was in it, git."""

import re
import subprocess
from pathlib import Path

from dev.environment import ROOT

RELEASE = re.compile(r"^## (\S+).*\n\nCommit `([0-9a-f]{40})`", re.MULTILINE)


def last_release() -> tuple[str, str]:
    """Return version and commit of the newest release that CHANGELOG.md names with a commit."""
    found = RELEASE.search((ROOT / "CHANGELOG.md").read_text())
    if not found:
        raise LookupError("CHANGELOG.md names no release with its commit.")
    return found[1], found[2]


def unpack(commit: str, folder: Path) -> None:
    """Write the tree of a commit into a folder. Raises LookupError where git doesn't have it."""
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True)
    if archive.returncode:
        raise LookupError(
            f"The commit {commit} isn't in this clone, and with it not the code of the last "
            "release, which must go on while `migrate` runs. A shallow clone lacks it: "
            f"`git fetch --unshallow`. Git says: {archive.stderr.decode().strip()}"
        )
    subprocess.run(["tar", "-x"], cwd=folder, input=archive.stdout, check=True)
