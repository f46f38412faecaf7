"""sitemap.xml, robots.txt and structured data."""

import json
import re

import pytest

from faq.models import Question

pytestmark = pytest.mark.django_db


def test_the_sitemap_names_every_public_page_by_the_setting(client):
    response = client.get("/sitemap.xml")
    addresses = re.findall("<loc>(.*?)</loc>", response.content.decode())
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert len(addresses) == 7 + 20 + 20 + 20 + 12 + 6
    for address in addresses:
        assert address.startswith("http://testserver/")
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_robots_keep_out_of_receipts_and_administration(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /beleg/",
        "Disallow: /verwaltung/",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def structured_data(client):
    page = client.get("/faq/").content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def test_the_questions_are_structured_data(client):
    data = structured_data(client)
    assert data["@type"] == "FAQPage"
    assert len(data["mainEntity"]) == 11 + 6
    assert data["mainEntity"][0]["name"] == "Was ist die Ruhr-Konferenz?"


def test_no_answer_can_end_the_script_element(client):
    Question.objects.filter(position=1).update(question="</script><b>", answer="`</script>` & x")
    data = structured_data(client)
    assert data["mainEntity"][0]["name"] == "</script><b>"
