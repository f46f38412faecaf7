"""The Chromiums of the browser tests: headless builds from npm, unpacked below `.tools`."""

import io
import os
import shutil
import tarfile
from pathlib import Path

import brotli

from dev.assets import NODE_MODULES, node
from dev.environment import TOOLS, say

VERSION = "153.0.0"
FOLDER = TOOLS / f"chromium-{VERSION}"
PACKED = NODE_MODULES / "@sparticuz" / "chromium" / "bin"
OLD_FOLDER = TOOLS / "chromium-110.0.1"
OLD_PACKED = NODE_MODULES / "chromium110" / "bin"
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""


def executable() -> str:
    """Return the browser program, unpacked on first use; `CHROMIUM` names another one."""
    # Playwright's own node wants a library that a bare system doesn't have.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node()))
    if own := os.environ.get("CHROMIUM"):
        return own
    if not FOLDER.exists():
        say("Unpacking the browser for the tests …")
        unpack(PACKED, FOLDER, "al2023", "fonts", "swiftshader")
    os.environ["FONTCONFIG_FILE"] = str(FOLDER / "fonts.conf")
    libraries = [str(FOLDER / "lib"), str(FOLDER), os.environ.get("LD_LIBRARY_PATH", "")]
    os.environ["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, libraries))
    return str(FOLDER / "chromium")


def old_executable() -> str:
    """Return a Chromium of February 2023, which uses libraries and fonts of the new one."""
    executable()
    if not OLD_FOLDER.exists():
        unpack(OLD_PACKED, OLD_FOLDER, "swiftshader")
    return str(OLD_FOLDER / "chromium")


def unpack(packed: Path, folder: Path, *archives: str) -> None:
    """Unpack program, libraries and a font (without one Chromium crashes) in one step."""
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name in archives:
        archive = brotli.decompress((packed / f"{name}.tar.br").read_bytes())
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(partial)  # noqa: S202 - pinned by hash; 3.11.2 knows no filter
    program = partial / "chromium"
    program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    program.chmod(0o755)
    (partial / "fonts.conf").write_text(FONTS.format(folder=folder))
    partial.rename(folder)
