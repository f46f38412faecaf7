"""The Chromium of the browser tests: a headless build from npm, unpacked below `.tools`."""

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
        unpack()
    os.environ["FONTCONFIG_FILE"] = str(FOLDER / "fonts.conf")
    libraries = [str(FOLDER / "lib"), str(FOLDER), os.environ.get("LD_LIBRARY_PATH", "")]
    os.environ["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, libraries))
    return str(FOLDER / "chromium")


def unpack() -> None:
    """Unpack program, libraries and a font (without one Chromium crashes) in one step."""
    packed = NODE_MODULES / "@sparticuz" / "chromium" / "bin"
    partial = FOLDER.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name in ("al2023", "fonts", "swiftshader"):
        archive = brotli.decompress((packed / f"{name}.tar.br").read_bytes())
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(partial)  # noqa: S202 - pinned by hash; 3.11.2 knows no filter
    program = partial / "chromium"
    program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    program.chmod(0o755)
    (partial / "fonts.conf").write_text(FONTS.format(folder=FOLDER))
    Path(partial).rename(FOLDER)
