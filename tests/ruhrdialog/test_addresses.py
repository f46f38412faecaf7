"""E-mail addresses: taken, refused, normalised, and asked about."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis.strategies import sampled_from, text

from ruhrdialog.lib.addresses import bare, likely_meant, normalised, shown
from ruhrdialog.lib.fields import AddressField


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


AROUND = [
    " erna@example.org ",
    "\u00a0erna@example.org\u202f",
    "erna@example.org\r\n",
    "erna @ example.org",
    "erna@ example.org",
    "erna@example .org",
    "erna@example. org",
    "erna@\nexample.org",
    "mailto:erna@example.org",
    "MAILTO:erna@example.org?subject=Hallo",
    "mailto:erna%40example.org",
    "erna@example.org?subject=Hallo",
    "<erna@example.org>",
    "<mailto:erna@example.org>",
    "<erna@example.org",
    "‹erna@example.org›",
    "(erna@example.org)",
    "[erna@example.org]",
    "„erna@example.org“",
    "'erna@example.org'",
    "'erna@example.org",  # a text in a spreadsheet
    "»erna@example.org«",
    "Erna Muster <erna@example.org>",
    '"Muster, Erna" <erna@example.org>;',
    "'erna@example.org' <erna@example.org>",
    "erna@example.org <mailto:erna@example.org>",  # Outlook
    "erna@example.org[mailto:erna@example.org]",
    "erna@example.org (Erna Muster)",
    "(Erna) erna@example.org",
    "E-Mail: erna@example.org",
    "Mail:erna@example.org",
    "e-mail-adresse: erna@example.org",
    "erna@example.org;",
    "erna@example.org,",
    "erna@example.org.",
    "erna@example.org!",
    "; erna@example.org",
    "er\u00adna@example.org",
    "erna\u200b@example.org",
    "\ufefferna@example.org",
    "\u202aerna@example.org\u202c",
    "erna@example.org\u2060",
    "erna＠example.org",
    "erna﹫example．org",
    "ｅｒｎａ@example.org",
    "erna (at) example.org",
    "erna[at]example[dot]org",
    "erna {ät} example (punkt) org",
    "ernа@example.org",  # Cyrillic letters among Latin ones
    "еrna@ex\u0430mple.org",
    "Erna@Example.Org",
]


@pytest.mark.parametrize("typed", AROUND)
def test_what_is_surely_no_part_is_taken_off(typed):
    assert AddressField().clean(typed) == "erna@example.org"


@pytest.mark.parametrize(
    "address",
    [
        *("o'brien@example.org", "erna_m@example.org", "erna-m@ex-a.example", "e+ruhr@example.org"),
        *("!erna@example.org", "{erna}@example.org", "erna%40x@example.org", "_@example.org"),
        *("name@a.b.example", "name@xn--mller-kva.example", "1@example.org", "a/b=c@example.org"),
    ],
)
def test_what_may_be_a_part_stays(address):
    assert AddressField().clean(address) == address


def test_other_scripts_stay_other_domains():
    assert AddressField().clean("name@почта.рф").endswith("@xn--80a1acny.xn--p1ai")
    assert AddressField().clean("name@сос.рф") != AddressField().clean("name@coc.рф")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("jörg@example.org", "enthält „ö“."),
        ("erna m@example.org", "enthält ein Leerzeichen."),
        ("erna@example.org. Danke", "enthält ein Leerzeichen."),
        ("erna,m@example.org", "enthält „,“."),
        ("erna;(m)@example.org", "enthält „;“, „(“ und „)“."),
        ("er\\na@example.org", "enthält „\\“."),
        ("erna😀@example.org", "enthält „😀“."),
        ("erna→@example.org", "enthält „→“."),
        ("erna€@example.org", "enthält „€“."),
        ("сос@example.org", "enthält „с“ und „о“."),
        ("erna@example,org", "enthält „,“."),
        ("erna@example.o_rg", "enthält „_“."),
        ("erna@example.o+rg", "enthält „+“."),
        ("erna@example.o😀rg", "enthält „😀“."),
        ("a@example.org, b@example.org", "nur eine E-Mail-Adresse"),
        ("<a@example.org>; <b@example.org>", "nur eine E-Mail-Adresse"),
        ("erna@@example.org", "nur eine E-Mail-Adresse"),
        ("b@example.org <a@example.org>", "nur eine E-Mail-Adresse"),
        ("aa@example.org <a@example.org>", "nur eine E-Mail-Adresse"),
        (f"{'a' * 65}@example.org", "Vor dem @ stehen 65 Zeichen, möglich sind 64."),
        (f"{'a' * 200}@example.org", "Vor dem @ stehen 200 Zeichen, möglich sind 64."),
        (f"a@{'b' * 250}.org", "zu lang"),
        (f"erna@example.org{' ' * 2000}x", "zu lang"),
        ("erna@example..org", "nicht vollständig"),
        ("erna..m@example.org", "nicht vollständig"),
        ("erna.@example.org", "nicht vollständig"),
        ("erna", "nicht vollständig"),
        ("@example.org", "nicht vollständig"),
    ],
)
def test_what_no_mail_can_be_sent_to_is_refused_and_named(typed, message):
    with pytest.raises(ValidationError) as refused:
        AddressField().clean(typed)
    assert message in refused.value.messages[0]


def test_the_longest_part_before_the_at_is_taken():
    assert AddressField().clean(f"{'a' * 64}@example.org") == f"{'a' * 64}@example.org"


@given(text(sampled_from("ernaх@@.. <>()[]\"',;:!?%40mailto\u200bü😀")))
def test_what_was_taken_off_once_is_off(typed):
    assert bare(bare(typed)) == bare(typed)


@given(text(sampled_from("ab-.@@ ü")))
def test_an_address_that_is_stored_is_its_own_form(typed):
    try:
        stored = AddressField().clean(typed)
    except ValidationError:
        stored = ""
    if stored:
        assert AddressField().clean(stored) == stored == AddressField().clean(shown(stored))


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
