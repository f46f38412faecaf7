"""Every page in every state is valid HTML, by html-validate's rules for the HTML standard."""

import re
import subprocess

import pytest

from dev.assets import NODE_MODULES, node
from dev.environment import ROOT
from tests.pages import public_states

pytestmark = pytest.mark.django_db


def faults(states, folder):
    """Return what html-validate finds in pages: a name and its HTML."""
    for name, html in states.items():
        assert html.startswith(("<!doctype html>", "<!DOCTYPE html>")), name
        (folder / f"{re.sub('[^a-z0-9]+', '-', name)}.html").write_text(html)
    program = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
    config = ["--config", ROOT / ".htmlvalidate.json"]
    result = subprocess.run(
        [node(), program, *config, "--formatter", "text", folder], capture_output=True, text=True
    )
    return (result.stdout.replace(str(folder), "") + result.stderr) if result.returncode else ""


def test_every_page_in_every_state_is_valid(client, submit, reviewer, tmp_path):
    states = public_states(client, submit, reviewer)
    assert len(states) > 45
    assert faults(states, tmp_path) == ""
