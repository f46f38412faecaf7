"""`dev/test …`: all tests and checks, run by pytest, which gets the arguments.

Without any, all run, and the share of the code that they reach has a floor (pyproject.toml).
"""

import os
import sys

from dev import assets, browser
from dev.environment import ROOT

if __name__ == "__main__":
    assets.bring_up_to_date()
    browser.old_executable()
    os.chdir(ROOT)
    # In place of this process: pytest's closing line and exit code are the last word.
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *(sys.argv[1:] or ["--cov"])])
