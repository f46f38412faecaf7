"""Every page in every state is valid HTML, by html-validate's rules for the HTML standard."""

import re
import subprocess

import pytest

from dev.assets import NODE_MODULES, node
from dev.environment import ROOT
from tests.pages import public_states

pytestmark = pytest.mark.django_db


def test_every_page_in_every_state_is_valid(client, submit, reviewer, tmp_path):
    states = public_states(client, submit, reviewer)
    assert len(states) > 45
    for name, html in states.items():
        assert html.startswith("<!doctype html>"), name
        (tmp_path / f"{re.sub('[^a-z0-9]+', '-', name)}.html").write_text(html)
    program = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
    config = ["--config", ROOT / ".htmlvalidate.json"]
    result = subprocess.run(
        [node(), program, *config, "--formatter", "text", tmp_path], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout.replace(str(tmp_path), "") + result.stderr
