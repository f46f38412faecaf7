"""Forged posts are refused without a cookie: the whole matrix of Sec-Fetch-Site and Origin."""

import pytest

OWN = "http://testserver"
OTHER = "http://elsewhere.example"
FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": OWN},
        # The browser's own word counts, whatever a proxy made of the other header.
        {"Sec-Fetch-Site": "same-origin", "Origin": OTHER},
        {"Origin": OWN},
        {},
    ],
)
def test_an_own_post_passes(client, headers):
    response = client.post("/mitmachen/", "forum=verkehr", FORM, headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Sec-Fetch-Site": "cross-site", "Origin": OWN},
        {"Origin": OTHER},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:8000"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize(
    "address", ["/mitmachen/", "/mitmachen/absenden/", "/beleg/BCDF/", "/verwaltung/login/"]
)
def test_a_forged_post_is_refused(client, address, headers):
    assert client.post(address, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": OTHER}])
def test_a_link_on_another_site_may_lead_here(client, headers):
    assert client.get("/mitmachen/", headers=headers).status_code == 200
