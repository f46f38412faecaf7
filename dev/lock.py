"""`python -m dev.lock`, inside `.venv`: writes the lock files anew after a change of versions.

Only versions and hashes are kept, no addresses, so that an install works from any mirror.
"""

import json
import os

from dev.assets import node, npm
from dev.environment import ROOT, find_uv, install

COMPILE = ["pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
COMPILE += ["--python-version", "3.11"]


def main() -> None:
    uv = find_uv()
    install([uv, *COMPILE, "pyproject.toml", "-o", "requirements.txt"])
    development = ["--group", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"]
    install([uv, *COMPILE, "pyproject.toml", *development])
    install([uv, *COMPILE, "--group", "bench", "-o", "bench/requirements.txt"])
    os.environ["PATH"] = f"{node().parent}{os.pathsep}{os.environ['PATH']}"
    for folder in (ROOT, ROOT / "bench"):
        install([*npm(), "install", "--package-lock-only", "--prefix", folder])
        lock = folder / "package-lock.json"
        packages = json.loads(lock.read_text())
        for package in packages["packages"].values():
            package.pop("funding", None)  # an address
        lock.write_text(json.dumps(packages, indent=2) + "\n")


if __name__ == "__main__":
    main()
