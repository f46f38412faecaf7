"""What returned mails say: each of a set of our own, by its name."""

import pytest

from survey.news.bounces import MOST_BYTES, Says, parsed, read
from tests.hostile import SECONDS, within
from tests.survey.news.returned_mails import RETURNED, plain, report


def said(text):
    return read(parsed(text.format(to="returns@example.org", leave="x").encode()))


@pytest.mark.parametrize("name", RETURNED)
def test_each_is_read_as_what_it_is(name):
    says, text = RETURNED[name]
    assert said(text) == says


@pytest.mark.parametrize(
    "code",
    ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"],
)
def test_codes_of_no_such_user(code):
    assert said(report("failed", code, "smtp; 550")) == Says.NO_SUCH_USER
    assert said(plain(f"550 {code}")) == Says.NO_SUCH_USER


@pytest.mark.parametrize(
    "code", ["5.1.0", "5.1.8", "5.2.1", "5.7.1", "15.1.1", "5.1.11", "5.1.1.1"]
)
def test_codes_of_other_failures(code):
    assert said(report("failed", code, "smtp; 550")) == Says.FAILED


HOSTILE = {
    "many parts": "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\na\n" * 15_000,
    "deep": "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2_000)
    ),
    "mails in mails": "Content-Type: message/rfc822\n\n" * 3_000,
    "long header": "Subject: " + "=?utf-8?q?a?= " * 15_000,
    "odd header": "From: " + '"<(' * 30_000,
    "fields": report("failed", "5.1.1", "a\n " * 30_000),
    "reports": "Content-Type: message/delivery-status\n\n" + "a: b\n\n" * 15_000,
    "blanks": plain(" " * MOST_BYTES),
    "lines": plain("-" * 50_000 + "\n" * 45_000),
    "marks": plain("d" + "a" * 29 + "@ ") * 2_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_mail_holds_the_worker_up(name):
    with within(4 * SECONDS):
        try:
            said(HOSTILE[name].replace("{", "").replace("}", ""))
        except RecursionError:  # which `take` knows
            assert name in ("deep", "mails in mails")
