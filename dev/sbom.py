"""`python -m dev.sbom FILE`: what the portal is made of, from its lock files, as CycloneDX 1.6.

Python's packages run in the image. Of npm's two are in it as files; the others only build, which
CycloneDX calls excluded. What the base image brings along (Python itself, Postgres' client) stands
in the base's own list.
"""

import base64
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dev.assets import WANTED
from dev.environment import ROOT

PACKAGE = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+]+)(?: *; *([^\\\n]+))?", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
NOT_INSTALLED = "sys_platform == 'win32'"


def sbom() -> dict[str, Any]:
    """Return the list, the same for the same lock files: without time and serial number."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "portal",
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
            }
        },
        "components": [*of_python(), *of_npm()],
    }


def of_python() -> list[dict[str, Any]]:
    text = (ROOT / "requirements.txt").read_text()
    found = list(PACKAGE.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    components = []
    for one, end in zip(found, ends, strict=True):
        name, version, condition = one.groups()
        if (condition or "").strip() == NOT_INSTALLED:
            continue
        # A hash for each platform's file: pip has compared one of them.
        hashes = [("SHA-256", digest) for digest in HASH.findall(text[one.start() : end])]
        components.append(component("pypi", name, version, hashes, None, "required"))
    return components


def of_npm() -> list[dict[str, Any]]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    in_the_image = {str(path.relative_to(ROOT)) for path in WANTED.values()}
    components = []
    for place, package in packages.items():
        if not place or package.get("dev"):
            continue
        kind, digest = package["integrity"].split("-", 1)
        hashes = [(f"SHA-{kind[3:]}", base64.b64decode(digest).hex())]
        is_in_the_image = any(file.startswith(f"{place}/") for file in in_the_image)
        scope = "required" if is_in_the_image else "excluded"
        name = place.rpartition("node_modules/")[2]
        licence = package.get("license")
        components.append(component("npm", name, package["version"], hashes, licence, scope))
    return components


def component(
    kind: str,
    name: str,
    version: str,
    hashes: list[tuple[str, str]],
    licence: str | None,
    scope: str,
) -> dict[str, Any]:
    address = f"pkg:{kind}/{quote(name)}@{version}"
    made = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "scope": scope,
        "hashes": [{"alg": alg, "content": digest} for alg, digest in hashes],
        "purl": address,
    }
    return made | ({"licenses": [{"expression": licence}]} if licence else {})


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(sbom(), indent=1) + "\n")
