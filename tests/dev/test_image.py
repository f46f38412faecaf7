"""What the image is made of: nothing that lies beside by mistake, and a list that is true."""

import json
import re

import pytest

from dev.environment import ROOT
from dev.sbom import sbom

ALLOWED = [line[1:] for line in (ROOT / ".dockerignore").read_text().split("\n") if line[:1] == "!"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SHIPPED = {
    *("faq", "fixtures", "forums", "ruhrdialog", "survey", "static", "templates"),
    *("manage.py", "pyproject.toml"),
}
BUILT, LAST = DOCKERFILE.split("\nFROM ")[-2:]
OWN = "${PORTAL_IMAGE:-ruhrdialog:"


def test_only_what_is_named_goes_into_the_build():
    lines = (ROOT / ".dockerignore").read_text().split("\n")
    assert next(line for line in lines if line and not line.startswith("#")) == "*"
    assert all((ROOT / name).exists() for name in ALLOWED)
    folders = {file.parent.name for file in ROOT.glob("*/apps.py")} | {"faq", "forums"}
    assert folders <= set(ALLOWED)


@pytest.mark.parametrize(
    "name", [".env", ".git", ".data", "tests", "bench", "docs", "build", "dev"]
)
def test_these_never_do(name):
    assert name not in ALLOWED


def test_what_only_builds_is_taken_out_before_the_last_stage():
    removed = re.search(r"rm -rf (.+?) +&&", BUILT.replace("\\\n", " "))
    only_built = {name.split("/")[0] for name in ALLOWED} - SHIPPED
    assert only_built <= set(removed[1].split())
    assert "COPY . " not in LAST


def test_every_other_image_is_named_by_version_and_digest():
    bases = re.findall("^ARG (?:NODE|PYTHON)=(.+)$", DOCKERFILE, re.MULTILINE)
    services = re.findall("^ +image: (.+)$", (ROOT / "compose.yaml").read_text(), re.MULTILINE)
    images = [*bases, *(image for image in services if not image.startswith(OWN))]
    assert len(images) == 5
    for image in images:
        assert re.fullmatch(r"[a-z/]+:v?\d+\.[\w.-]+@sha256:[0-9a-f]{64}", image), image
    assert re.findall("^FROM (.+?)(?: AS .+)?$", DOCKERFILE, re.MULTILINE) == [
        "${NODE}",
        *["${PYTHON}"] * 2,
    ]


def test_it_runs_by_a_numeric_user_who_is_no_root():
    assert re.findall("^USER (.+)$", LAST, re.MULTILINE) == ["10001:10001"]
    assert "--uid 10001" in LAST


def test_the_list_of_parts_names_all_that_is_locked():
    components = {part["purl"]: part for part in sbom()["components"]}
    locked = re.findall(r"^([\w.-]+)==([\w.]+) (?!; sys_platform)", requirements(), re.MULTILINE)
    assert len(locked) > 30
    assert {f"pkg:pypi/{name}@{version}" for name, version in locked} == {
        purl for purl in components if purl.startswith("pkg:pypi/")
    }
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    runs = {name for name, package in packages.items() if name and not package.get("dev")}
    assert len([purl for purl in components if purl.startswith("pkg:npm/")]) == len(runs)


def requirements():
    return (ROOT / "requirements.txt").read_text().replace("[binary,pool]", "").replace("[mfa]", "")


def test_each_part_has_the_hashes_of_its_lock_and_says_whether_the_image_has_it():
    parts = sbom()["components"]
    for part in parts:
        assert part["hashes"]
        assert all(len(each["content"]) in (64, 128) for each in part["hashes"])
    django = next(part for part in parts if part["name"] == "django")
    assert all(f"--hash=sha256:{each['content']}" in requirements() for each in django["hashes"])
    of_npm = [part for part in parts if part["purl"].startswith("pkg:npm/")]
    shipped = {part["name"] for part in of_npm if part["scope"] == "required"}
    assert shipped == {"@fontsource/fira-sans", "@kern-ux/native"}
