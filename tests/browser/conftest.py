import os

import pytest
from playwright.sync_api import sync_playwright

from dev import browser as chromium
from tests.portal import running_portal


@pytest.fixture(scope="session")
def portal(django_db_setup, tmp_path_factory):
    """The real portal with its two processes; its database stays while this worker's tests run."""
    folder, real = tmp_path_factory.mktemp("portal"), {"WEB_CONCURRENCY": "2"}
    with running_portal(os.environ["DATABASE_URL"], folder, **real) as portal:
        yield portal


@pytest.fixture(scope="module")
def browser():
    """Chromium. It ends with the module: while Playwright's loop runs in this thread, Django
    would take another database connection than before and leave it open."""
    with sync_playwright() as playwright:
        program = chromium.executable()
        with playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]) as browser:
            yield browser


@pytest.fixture
def browser_context_args(portal):
    return {"base_url": portal.url, "locale": "de-DE", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture
def context(browser, browser_context_args):
    """A browser window in which every flaw counts.

    The test fails on a console message, a failed request and every 4xx or 5xx answer; one that
    a test provokes it must name: `context.expected.add(404)`. A request that the browser itself
    gave up, as the test left the page while it was loading, is none.
    """
    context = browser.new_context(**browser_context_args)
    context.expected, context.may_fail = set(), False
    flaws = []

    def judge(response):
        if response.status >= 400 and response.status not in context.expected:
            flaws.append(f"{response.status} {response.url}")

    def read(message):
        provoked = "the server responded with a status of" in message.text
        obeyed = message.text.startswith("Clear-Site-Data header on")  # Chromium says that it did
        if not (provoked and context.expected) and not obeyed and not context.may_fail:
            flaws.append(f"console: {message.text}")

    def fail(request):
        if request.failure != "net::ERR_ABORTED" and not context.may_fail:
            flaws.append(f"{request.failure}: {request.url}")

    context.on("response", judge)
    context.on("requestfailed", fail)
    context.on("console", read)
    context.on("weberror", lambda error: flaws.append(str(error.error)))
    yield context
    context.close()
    assert flaws == []
