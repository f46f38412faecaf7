"""The version stands in pyproject.toml; what can't read it there says the same."""

import re
import tomllib

from django.conf import settings

from dev.environment import ROOT
from dev.release import last_release, unpack


def test_the_running_code_knows_its_version():
    assert re.fullmatch(r"\d+\.\d+\.\d+", settings.VERSION)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == settings.VERSION


def test_the_labels_of_the_image_name_it():
    [label] = re.findall(r'image\.version="(.+)"', (ROOT / "Dockerfile").read_text())
    assert label == settings.VERSION


def test_the_changelog_begins_with_it():
    first = re.search("^## (.+?) –", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert first[1] == settings.VERSION


def test_the_last_release_is_of_the_version_that_the_changelog_says(tmp_path):
    version, commit = last_release()
    unpack(commit, tmp_path)
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text())["project"]
    assert project["version"] == version
