"""Makes the project's own Python environment and goes on inside it.

Standard library only: this runs on a bare Debian with python3 (3.11 or newer) and pip, before
anything is installed. Everything it writes stays inside the checkout.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
UV_VERSION = "0.13.9"

# Caches of the installers belong to the checkout too, so that removing it removes everything.
INSTALLER_ENV = {
    "UV_CACHE_DIR": str(TOOLS / "cache" / "uv"),
    "UV_PYTHON_DOWNLOADS": "never",
    "npm_config_cache": str(TOOLS / "cache" / "npm"),
    "NODE_DISABLE_COMPILE_CACHE": "1",  # it would lie in the temporary directory
}


def enter(module: str) -> NoReturn:
    """Replace this process by `python -m <module>` in the project's environment."""
    if sys.version_info < (3, 11):  # noqa: UP036 - started by whatever python3 there is
        sys.exit("The portal needs Python 3.11 or newer.")
    python = python_environment()
    os.environ["PYTHONPATH"] = str(ROOT)
    # Compiled anew in each of the many processes that are started, Django takes three seconds more.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # -P: modules come from the checkout, never from the folder where the command was typed.
    os.execv(python, [str(python), "-P", "-m", module, *sys.argv[1:]])


def python_environment() -> Path:
    """Bring `.venv` up to the lock file and return its interpreter."""
    folder = ROOT / ".venv"
    lock = ROOT / "requirements-dev.txt"
    # Another Python than last time gets a new environment: compiled packages belong to one version.
    made_for = f"{sys.base_prefix} {sys.version} ".encode() + lock.read_bytes()
    with up_to_date(folder / "stamp", made_for) as fresh:
        if not fresh:
            say("Installing the Python packages …")
            uv = find_uv()
            interpreter = getattr(sys, "_base_executable", sys.executable)
            install([uv, "venv", "--quiet", "--clear", "--python", interpreter, folder])
            install(
                [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", folder, lock],
            )
    return folder / "bin" / "python"


def find_uv() -> str:
    """Return an installed uv, or install it below `.tools`."""
    if found := shutil.which("uv"):
        return found
    folder = TOOLS / f"uv-{UV_VERSION}"
    if not (folder / "bin" / "uv").exists():
        if importlib.util.find_spec("pip") is None:
            sys.exit("The set-up needs pip: install it, on Debian with `apt install python3-pip`.")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-cache-dir"]
        pip += ["--disable-pip-version-check", "--root-user-action=ignore"]
        install([*pip, "--target", folder, f"uv=={UV_VERSION}"])
    return str(folder / "bin" / "uv")


def install(command: list[Any]) -> None:
    """Run an installer; if it fails, its own output says why and the set-up ends."""
    if subprocess.run(command, cwd=ROOT, env=os.environ | INSTALLER_ENV).returncode:
        sys.exit(f"The set-up stopped: {Path(str(command[0])).name} failed, see above.")


class up_to_date:  # noqa: N801 - reads as a word in `with`
    """Context: tells whether `stamp` was written for this content, and writes it at the end.

    The stamp is removed while the work is under way, so an interrupted set-up is done again.
    """

    def __init__(self, stamp: Path, content: bytes) -> None:
        self.stamp = stamp
        self.digest = hashlib.sha256(content).hexdigest()

    def __enter__(self) -> bool:
        fresh = self.stamp.exists() and self.stamp.read_text() == self.digest
        if not fresh:
            self.stamp.unlink(missing_ok=True)
        return fresh

    def __exit__(self, error: type | None, *_: object) -> None:
        if error is None:
            self.stamp.parent.mkdir(parents=True, exist_ok=True)
            self.stamp.write_text(self.digest)


def package_folder(name: str) -> Path:
    """Return where an installed package lies, without importing it."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        sys.exit(f"The package {name} is missing: remove .venv and start again.")
    return Path(found.submodule_search_locations[0])


def say(text: str) -> None:
    """Tell the person at the terminal what is going on, at once."""
    print(text, flush=True)
