"""Every public page and mail in every state, shown in one page of the browser, one after the other.

No word of ours is broken without a hyphen on the narrowest screen, and HTML_CodeSniffer, which
looks in other ways than axe does (test_accessibility.py), finds no error.
"""

from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

from dev import browser as chromium
from dev.assets import NODE_MODULES
from tests.pages import public_states

SNIFFER = (NODE_MODULES / "html_codesniffer" / "build" / "HTMLCS.js").read_text()
# Codes, addresses and what people typed may break anywhere.
FREE = "[translate=no], .as-typed, .kern-sr-only, bdi, textarea, select, script, style"
# Each page in the place of the one before: style sheets and fonts are loaded once.
LOOK = """async ([pages, free]) => {
    await document.fonts.ready;
    const found = {}, range = document.createRange();
    const box = (text, start, end) => {
        range.setStart(text, start);
        range.setEnd(text, end);
        return range.getClientRects();
    };
    function* broken() {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode;
            if (text.parentElement.closest(free)) continue;
            for (const {0: word, index} of text.data.matchAll(/[^\\s\\-–­\\/@]{2,}/g)) {
                const lines = new Set(
                    [...box(text, index, index + word.length)].map(line => Math.round(line.top)));
                if (lines.size > 1) yield word;
            }
        }
    }
    async function errors() {
        await new Promise((done, fail) => HTMLCS.process("WCAG2AAA", document, done, fail));
        // F92: it takes any cell of a table for layout, as mails have it, for one with a meaning.
        return HTMLCS.getMessages()
            .filter(({type, code}) => type === HTMLCS.ERROR && !code.includes(".F92"))
            .map(({code, msg, element}) => [code, msg, element.outerHTML?.slice(0, 200)]);
    }
    for (const [name, html] of Object.entries(pages)) {
        const shown = new DOMParser().parseFromString(html, "text/html");
        document.title = shown.title;
        document.body = shown.body;
        const flaws = [...broken()];
        for (const part of document.querySelectorAll("details")) part.open = true;
        flaws.push(...await errors());
        if (flaws.length) found[name] = flaws;
    }
    return found;
}"""


@pytest.mark.django_db
def test_no_word_is_broken_and_a_second_engine_finds_no_error(client, submit, reviewer):
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
            page.evaluate(SNIFFER)
            assert page.evaluate(LOOK, [states, FREE]) == {}
            assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"] * 2
