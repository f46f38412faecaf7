import re
from urllib.parse import urlencode

import pytest
from django.db import connection

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def post(client):
    """Post as a browser's form does; lists become repeated fields."""

    def send(address, fields=(), **options):
        # A form without fields has no body, but a browser still names its type.
        body = urlencode(dict(fields), doseq=True)
        return client.post(address, body, FORM, CONTENT_TYPE=FORM, **options)

    return send


@pytest.fixture
def signed(post):
    """Fill the form and return the signed value of its check page."""

    def fill(**answers):
        page = post("/mitmachen/", {"forum": "verkehr", **answers})
        assert page.status_code == 200, page.content.decode()
        return re.search(r'name="signed" value="([^"]+)"', page.content.decode())[1]

    return fill


@pytest.fixture
def counters_away(db):
    """The table of the ceilings is gone; the rest of the database is there."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE survey_ratelimit RENAME TO survey_ratelimit_away")
