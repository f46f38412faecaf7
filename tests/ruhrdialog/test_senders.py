"""The network of a sender: only our own proxies are believed."""

import pytest

from ruhrdialog.lib.senders import UNKNOWN, sender_network


@pytest.fixture
def network(rf):
    def ask(remote, forwarded=None):
        headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
        return sender_network(rf.get("/", REMOTE_ADDR=remote, headers=headers))

    return ask


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        ("::1", "::/56"),
        ("", UNKNOWN),  # a Unix socket
    ],
)
def test_without_a_proxy_the_connection_tells(network, settings, remote, expected):
    settings.TRUSTED_PROXIES = 0
    assert network(remote, forwarded="198.51.100.1") == expected


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "198.51.100.1", "198.51.100.0/24"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.0/24"),
        (2, "203.0.113.9, 198.51.100.1", "203.0.113.0/24"),
        (2, "10.9.9.9, 203.0.113.9,198.51.100.1", "203.0.113.0/24"),
        (2, "198.51.100.1", "198.51.100.0/24"),
    ],
)
def test_of_the_header_counts_what_our_proxies_wrote(
    network, settings, proxies, forwarded, expected
):
    settings.TRUSTED_PROXIES = proxies
    assert network("10.0.0.1", forwarded) == expected


@pytest.mark.parametrize(
    "forwarded", [None, "", "unknown", "1.2.3.4:80", "999.1.1.1", "fe80::1%a/b"]
)
def test_what_is_no_address_counts_for_all_unknown(network, settings, forwarded):
    settings.TRUSTED_PROXIES = 1
    assert network("10.0.0.1", forwarded) == UNKNOWN
