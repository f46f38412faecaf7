"""What tools can judge: format, lint, templates, migrations, lock files."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from dev.environment import ROOT
from tests.conftest import LEFT_OUT_OF_COVERAGE

PROGRAMS = Path(sys.executable).parent
OWN = ("ruhrdialog", "forums", "faq", "survey", "dev", "bench")


def run(program, *arguments):
    command = [PROGRAMS / program, *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_python_is_formatted():
    run("ruff", "format", "--check", ".")


def test_ruff_finds_nothing():
    run("ruff", "check", ".")


def test_the_types_fit():
    run("mypy")


def test_an_ignored_type_has_its_code_and_its_reason_and_there_are_few():
    files = [file for folder in OWN for file in (ROOT / folder).rglob("*.py")]
    ignored = [line for file in files for line in re.findall("type: ignore.*", file.read_text())]
    assert ignored
    assert len(ignored) <= 10
    for line in ignored:
        assert re.fullmatch(r"type: ignore\[[a-z-]+\] # \w.+", line), line


def test_djlint_finds_nothing():
    run("djlint", "templates", "--lint", "--quiet")


def test_words_of_people_stand_isolated_from_ours():
    """In a line with ours a word in Arabic turns the order of both (HTML, the element bdi)."""
    found = [
        (file.name, what)
        for file in (ROOT / "templates").rglob("*.html")
        for what in not_isolated(file.read_text())
    ]
    assert found == []


def test_words_that_stand_open_are_caught():
    assert not_isolated("<p>Thema: {{ submission.topic }}</p>") == ["submission.topic"]
    assert not_isolated("<b>{% if tag %}a {{ tag }}{% endif %}</b>") == ["tag"]
    isolated = '<p dir="auto">{{ step.text }}</p><bdi>{{ tag }}</bdi><i title="{{ tag }}">a</i>'
    assert not_isolated(isolated) == []


# What people have written, in whatever template it stands: their texts, addresses, names, words.
WRITTEN = re.compile(
    r"\{\{ ?((?:\w+\.)*(?:topic|other_topic|reason|proposal|note|passage|tag|word|"
    r"get_full_name|asked_by|published_by)|(?:step|note|question|text|data)\.text|"
    r"(?:subscription\.address|user\.email|form\.likely_email))(?=[ |])"
)
ALONE = ("<bdi", "<td", "<th")
# Of the same names, but fields and words of ours.
OURS = {"submission.campaign.reason", "note", "form.other_topic", "form.reason", "form.proposal"}


def not_isolated(template):
    """Return what stands outside of attributes and has no element of its own that isolates it."""
    open_ones = []
    for found in WRITTEN.finditer(template):
        before = re.sub(r"\{%.*?%\}", "", template[: found.start()])
        tag, end, between = before[before.rfind("<") :].partition(">")
        alone = not between.strip() and (tag.startswith(ALONE) or 'dir="auto"' in tag)
        in_an_attribute = not end
        if not (in_an_attribute or alone or found[1] in OURS):
            open_ones.append(found[1])
    return open_ones


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_have_names():
    for file in ROOT.glob("*/migrations/0*.py"):
        assert not re.search("_auto_|_initial$", file.stem), file


@pytest.mark.parametrize(
    "name",
    [
        *("requirements.txt", "requirements-dev.txt"),
        *("package-lock.json", "bench/package-lock.json", "bench/requirements.txt"),
    ],
)
def test_a_lock_file_holds_no_download_address(name):
    assert not re.search("https?:", (ROOT / name).read_text())


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "bench/requirements.txt"]
)
def test_every_python_package_is_locked_by_hash(name):
    text = (ROOT / name).read_text().replace("\\\n", " ")
    packages = [line for line in text.splitlines() if re.match(r"[a-z]", line)]
    assert packages
    assert all("==" in line and "--hash=sha256:" in line for line in packages)


def test_production_installs_what_the_tests_ran_with():
    def versions(name):
        return set(re.findall(r"^([\w.\[\],-]+==[\w.]+)", (ROOT / name).read_text(), re.MULTILINE))

    assert versions("requirements.txt") <= versions("requirements-dev.txt")


def test_test_addresses_are_no_ones():
    """Tests write to nobody: only domains that RFC 2606 reserves stand in them."""
    for file in (ROOT / "tests").rglob("*.py"):
        for domain in re.findall(r"\w@(\w[\w-]*\.[a-z]{2,})\b", file.read_text(), re.IGNORECASE):
            reserved = domain.lower() == "example.org" or domain.endswith(".example")
            assert reserved, f"{file}: {domain}"


def test_what_coverage_leaves_out_is_there():
    for line in LEFT_OUT_OF_COVERAGE:
        path, _, name = line.partition("::")
        assert (ROOT / path).exists(), line
        assert not name or f"def {name}(" in (ROOT / path).read_text(), line
