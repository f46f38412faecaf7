import os

import pytest

from dev import browser as chromium
from tests.portal import running_portal


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The real portal; its database is kept while the tests of this worker run."""
    with running_portal(os.environ["DATABASE_URL"], tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": chromium.executable(), "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(portal):
    return {"base_url": portal.url, "locale": "de-DE", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def context(new_context):
    """A browser window in which every flaw counts.

    The test fails on a console message, a failed request and every 4xx or 5xx answer; one that
    a test provokes it must name: `context.expected.add(404)`.
    """
    context = new_context()
    context.expected = set()
    flaws = []

    def judge(response):
        if response.status >= 400 and response.status not in context.expected:
            flaws.append(f"{response.status} {response.url}")

    def read(message):
        provoked = "the server responded with a status of" in message.text
        if not (provoked and context.expected):
            flaws.append(f"console: {message.text}")

    context.on("response", judge)
    context.on("requestfailed", lambda request: flaws.append(f"failed: {request.url}"))
    context.on("console", read)
    context.on("weberror", lambda error: flaws.append(str(error.error)))
    yield context
    assert flaws == []
