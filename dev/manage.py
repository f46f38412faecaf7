"""`dev/manage …`: manage.py against the database of `dev/run`, whether that is running or not."""

import contextlib
import os
import subprocess
import sys

from dev.configuration import set_defaults
from dev.environment import ROOT
from dev.postgres import Cluster


def main() -> int:
    with contextlib.ExitStack() as running:
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = running.enter_context(Cluster("dev")).url
        set_defaults()
        return subprocess.run([sys.executable, ROOT / "manage.py", *sys.argv[1:]]).returncode


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
