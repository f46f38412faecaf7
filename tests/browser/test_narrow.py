"""On the narrowest screen no word of ours is broken without a hyphen, on any page in any state."""

from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

from dev import browser as chromium
from tests.pages import public_states

# Codes, addresses and what people typed may break anywhere.
FREE = "[translate=no], .as-typed, .kern-sr-only, bdi, textarea, select, script, style"
# Each page in the place of the one before: style sheets and fonts are loaded once.
BROKEN = """async ([pages, free]) => {
    await document.fonts.ready;
    const found = {}, range = document.createRange();
    const box = (text, start, end) => {
        range.setStart(text, start);
        range.setEnd(text, end);
        return range.getClientRects();
    };
    for (const [name, html] of Object.entries(pages)) {
        document.body = new DOMParser().parseFromString(html, "text/html").body;
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode;
            if (text.parentElement.closest(free)) continue;
            for (const {0: word, index} of text.data.matchAll(/[^\\s\\-–­\\/@]{2,}/g)) {
                const lines = new Set(
                    [...box(text, index, index + word.length)].map(line => Math.round(line.top)));
                if (lines.size > 1) (found[name] ??= []).push(word);
            }
        }
    }
    return found;
}"""


@pytest.mark.django_db
def test_no_word_is_broken_without_a_hyphen(client, submit, reviewer):
    states = public_states(client, submit, reviewer)  # before the browser's loop runs

    def answer(route):
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=states["/"], content_type="text/html; charset=utf-8")
        else:
            route.fulfill(path=finders.find(path.removeprefix("/static/")))

    with sync_playwright() as playwright:
        program = chromium.executable()
        with playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]) as browser:
            page = browser.new_page(viewport={"width": 320, "height": 640})
            page.route("**/*", answer)
            page.goto("http://testserver/")
            assert page.evaluate(BROKEN, [states, FREE]) == {}
            assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"] * 2
