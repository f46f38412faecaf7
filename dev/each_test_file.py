"""`python -m dev.each_test_file`, inside `.venv`: runs each file of the tests alone.

Not part of the test run, which it takes several times as long as: what a file needs it must bring
itself, whatever ran before it. The last line says how many did.
"""

import subprocess
import sys

from dev.environment import ROOT, say


def main() -> int:
    files = sorted(file.relative_to(ROOT) for file in (ROOT / "tests").rglob("test_*.py"))
    failed = [file for file in files if not passes_alone(str(file))]
    say(f"{len(files) - len(failed)} passed, {len(failed)} failed")
    return bool(failed)


def passes_alone(file: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-n", "0", "--no-cov", file]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    say(f"{file}: {result.stdout.strip().rpartition(chr(10))[2]}")
    if result.returncode:
        say(result.stdout)
    return result.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
