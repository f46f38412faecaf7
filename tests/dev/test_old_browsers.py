"""What browsers get is known to the oldest that work (browserslist in package.json)."""

import subprocess

import pytest

from dev import assets
from dev.environment import ROOT

LOOK = ROOT / "tests" / "dev" / "old_browsers.mjs"
SCRIPTS = sorted((ROOT / "static" / "js").iterdir())


def findings(*files):
    command = [assets.node(), LOOK, *files]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_style_sheets_and_scripts_are_known_to_the_oldest_browsers():
    styles = sorted(assets.STYLES.glob("*.css"))
    assert len(styles) == 5
    assert findings(*styles, *SCRIPTS).strip() == ""


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.css", "a { color: oklch(0.5 0.1 200) }", "oklch"),
        ("a.css", ":root { --a: color-mix(in srgb, red, blue) }", "color-mix"),
        ("a.css", "a { color: light-dark(red, blue) }", "light-dark"),
        ("a.css", "a { inset: 0 }", "inset"),
        ("a.css", "a { height: 100dvh }", "100dvh"),
        ("a.css", "a { overflow-wrap: anywhere }", "anywhere"),
        ("a.css", "p:has(a), p { color: red }", "p:has(a), p"),
        ("a.css", "p { a { color: red } }", "nesting"),
        ("a.css", "@layer a { p { color: red } }", "@layer"),
        ("a.css", "@media (width >= 40rem) { p { color: red } }", "width >="),
        ("a.js", "document.body.checkVisibility()", "checkVisibility"),
        ("a.js", "new URLPattern({})", "URLPattern"),
        ("a.js", "document.querySelector('p:has(a)')", "p:has(a)"),
    ],
)
def test_what_they_do_not_know_is_found(tmp_path, name, text, found):
    file = tmp_path / name
    file.write_text(text)
    assert found in findings(file)


def test_what_has_an_older_form_before_it_is_fine(tmp_path):
    file = tmp_path / "a.css"
    file.write_text("a { height: 100vh; height: 100dvh; color: #fff; color: oklch(1 0 0) }")
    assert findings(file).strip() == ""


def test_newer_syntax_of_scripts_is_refused(tmp_path):
    file = tmp_path / "a.js"
    file.write_text("a ??= 1")
    with pytest.raises(subprocess.CalledProcessError):
        findings(file)
