"""E-mail addresses: taken, refused, normalised, and asked about."""

import pytest
from django.core.exceptions import ValidationError

from ruhrdialog.lib.addresses import likely_meant, normalised


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Name@Example.org", "name@example.org"),
        ("vor.nach+ruhr@post.example.org", "vor.nach+ruhr@post.example.org"),
        # IDNA 2008: "ß" stays a letter of its own; large letters are mapped first (UTS 46).
        ("name@MÜLLER.example", "name@xn--mller-kva.example"),
        ("name@faß.example", "name@xn--fa-hia.example"),
        ("name@xn--mller-kva.example", "name@xn--mller-kva.example"),
        ("name@例え.example", "name@xn--r8jz45g.example"),
    ],
)
def test_an_address_has_one_form(typed, stored):
    assert normalised(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        *("name", "name@", "@example.org", "name@example", "a@localhost", "a@[127.0.0.1]"),
        *("a@127.0.0.1", "a b@example.org", "a@b@example.org", "a@example..org", "a@-example.org"),
        *("a@post_.example.org", "ä@example.org", "a\0@example.org", "a\r\nb@example.org"),
        *("a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"),
        *("Name <a@example.org>", '"a"@example.org;b@example.org', "a@example.org\u202e"),
        *(f"{'a' * 250}@example.org", f"a@{'example.' * 40}org"),
    ],
)
def test_what_is_no_address_of_one_person_is_refused(typed):
    with pytest.raises(ValidationError):
        normalised(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.de", "gmail.com"),
        ("t-onlin.de", "t-online.de"),
        ("wen.de", "web.de"),
        ("hotmial.de", "hotmail.de"),
    ],
)
def test_a_likely_typo_is_noticed(typed, meant):
    assert likely_meant(f"name@{typed}") == f"name@{meant}"


@pytest.mark.parametrize(
    "domain",
    [
        *(
            "gmail.com",
            "gmx.de",
            "gmx.net",
            "gmx.at",
            "mail.de",
            "mail.com",
            "web.de",
            "example.org",
        ),
        *("stadt.example", "uni.example", "nrw.example", "xn--mller-kva.example"),
    ],
)
def test_other_domains_are_left_alone(domain):
    assert likely_meant(f"name@{domain}") is None


def test_nothing_is_meant_by_nothing():
    assert likely_meant("") is None
