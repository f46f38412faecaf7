"""The journey in a Chromium of February 2023, which knows neither oklch() nor color-mix()."""

import pytest
from playwright.sync_api import expect, sync_playwright

from dev import browser as chromium

CLEAR = ["rgba(0, 0, 0, 0)", "transparent"]
STYLE = """(element, [name, pseudo]) => getComputedStyle(element, pseudo)[name]"""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        program = chromium.old_executable()
        with playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]) as browser:
            assert browser.version.startswith("110.")
            yield browser


def style(locator, name, pseudo=None):
    return locator.evaluate(STYLE, [name, pseudo])


def assert_bordered(locator):
    assert style(locator, "borderBottomStyle") == "solid"
    assert float(style(locator, "borderBottomWidth").removesuffix("px")) >= 1
    assert style(locator, "borderBottomColor") not in CLEAR


def assert_focus_shown(locator):
    locator.focus()
    assert style(locator, "outlineStyle") == "solid"
    assert float(style(locator, "outlineWidth").removesuffix("px")) >= 2
    assert style(locator, "outlineColor") not in CLEAR


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_border_choice_and_focus_are_seen_on_the_way(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    assert style(page.locator("body"), "backgroundColor") not in CLEAR
    link = page.get_by_role("link", name="Jetzt mitmachen")
    assert style(link, "backgroundColor") not in CLEAR
    link.hover()
    assert style(link, "backgroundColor") not in CLEAR
    assert_focus_shown(link)
    link.click()
    radio = page.get_by_role("radio", name="Verkehr")
    assert_bordered(radio)
    assert_focus_shown(radio)
    before = radio.screenshot()
    radio.check()
    assert radio.screenshot() != before
    assert style(radio, "backgroundColor", "::before") not in CLEAR
    text = page.get_by_label("Warum ist Ihnen das wichtig?")
    assert_bordered(text)
    assert_focus_shown(text)
    text.fill("Der Bus kommt selten.")
    consent = page.get_by_role("checkbox").first
    assert_bordered(consent)
    button = page.get_by_role("button", name="Weiter zum Prüfen")
    assert style(button, "backgroundColor") not in CLEAR
    assert_focus_shown(button)
    button.click()
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
