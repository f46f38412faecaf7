"""Hostile texts on their way through the pages: each is answered in a second of work.

That every function reads them in time is shown in tests/test_hostile_texts.py; here the pages have
their say, and Postgres, which reads the texts too.
"""

import contextlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.tables import csv_line
from survey.desk.models import AnswerTemplate
from survey.submissions import personal_data, search, spam
from survey.submissions.limits import MAX_TEXT, MAX_TOPIC
from survey.submissions.models import Submission
from tests.hostile import LENGTH, hostile_texts, long

pytestmark = pytest.mark.django_db
DESK = "/verwaltung/survey/submission/"
# What Postgres takes longest for when it looks for addresses, files and compounds.
WORST = [long(piece, MAX_TEXT) for piece in ("1@e", "a_", "/~", "/.", "-a-a-1", "e_1", "<!--", "a")]
MANY_DIGITS = "9" * 5000  # more than Python reads as a number


@contextmanager
def a_second() -> Iterator[None]:
    start = processor_time()
    yield
    assert processor_time() - start < 1


def processor_time() -> float:
    """Return the seconds of work of this process and, on the same machine, of its Postgres.

    Not the time of the clock: other work on the machine doesn't count.
    """
    seconds = time.process_time()
    with contextlib.suppress(FileNotFoundError):
        backend = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
        user, system = backend.rpartition(")")[2].split()[11:13]  # proc(5)
        seconds += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return seconds


def texts() -> list[str]:
    """Return what is hostile to the patterns that a submission meets, as long as it may be."""
    values = [value for room in (personal_data, search, spam) for value in vars(room).values()]
    patterns = [value for value in values if isinstance(value, re.Pattern)]
    return [f"x{text[1:]}".replace("\0", "x") for text in hostile_texts(patterns, MAX_TEXT)]


def test_the_check_page_comes_within_a_second(post):
    hostile = texts()
    for reason, proposal in zip(hostile[::2], hostile[1::2], strict=False):
        answers = {"other_topic": proposal[:MAX_TOPIC], "reason": reason, "proposal": proposal}
        with a_second():
            response = post("/mitmachen/", answers)
        assert response.status_code == 200


@pytest.mark.parametrize("text", WORST, ids=lambda text: text[:6])
def test_sending_and_changing_take_less_than_a_second(post, signed, client, text):
    value = signed(reason=text, proposal=text)
    with a_second():
        sent = post("/mitmachen/absenden/", {"signed": value})
    with a_second():
        assert client.get(sent["Location"]).status_code == 200
    with a_second():
        changed = post(f"{sent['Location']}aendern/", {"reason": text[::-1], "proposal": text})
    assert changed.status_code == 303
    assert Submission.objects.get().reason == text[::-1]


def test_the_desk_shows_and_finds_them_within_a_second(lea, submit):
    rows = [submit(reason=text, proposal=text) for text in WORST]
    for row in rows[::2]:
        with a_second():
            assert lea.get(f"{DESK}{row.pk}/change/").status_code == 200
    for query in ("a", '"1 e"', "a_" * 1000, f'"{"a" * 3000}"', "-a-a-1" * 500):
        with a_second():
            assert lea.get(DESK, {"arbeit": "alle", "q": query}).status_code == 200


def test_a_file_of_them_is_looked_through_within_a_second(lea):
    lines = [csv_line(("Thema", "Begründung"))]
    lines += [csv_line(("Verkehr", text)) for text in WORST]
    file = SimpleUploadedFile("briefe.csv", "".join(lines).encode())
    with a_second():
        response = lea.post(f"{DESK}einlesen/", {"file": file, "source": "paper"})
    assert len(response.context["made"].submissions) == len(WORST)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_they_are_exported_within_a_second(lea, submit, kind):
    for text in WORST:
        submit(reason=text, proposal=f"1 tel{text}"[:MAX_TEXT])
    with a_second():
        exported = lea.post(f"{DESK}export/{kind}/?arbeit=alle").streaming_content
        assert b"".join(exported)


@pytest.mark.parametrize("piece", ["a", "1@e", " x", "\n"])
def test_ten_times_too_long_is_refused_within_a_second_and_kept(post, submit, piece):
    text, code = f"{long(piece, LENGTH - 1)}x", random_code()
    submit(code, reason="Grund")
    for page, field in (
        ("/mitmachen/", "reason"),
        (f"/beleg/{code}/aendern/", "reason"),
        (f"/beleg/{code}/antworten/", "reply"),
        ("/barrierefreiheit/", "message"),
    ):
        with a_second():
            response = post(page, {"forum": "verkehr", field: text})
        assert response.status_code == 422
        assert "Ihr Text hat 40.000 Zeichen, möglich sind 4.000." in response.content.decode()


@pytest.mark.parametrize("page", ["/mitmachen/", "/auf-dem-laufenden/", "/barrierefreiheit/"])
@pytest.mark.parametrize("start", ["a@", "a@b.", "ä"])
def test_a_long_address_is_refused_within_a_second_and_kept(post, page, start):
    address = f"{start}{long('b.', LENGTH - 2)}de"
    with a_second():
        response = post(page, {"forum": "verkehr", "message": "x", "email": address})
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Diese E-Mail-Adresse ist zu lang. Möglich sind 254 Zeichen." in shown
    assert address in shown


def test_a_typed_code_may_be_as_long_as_it_likes(post):
    with a_second():
        response = post("/beleg/", {"code": long("- B", LENGTH)})
    assert response.status_code == 422


def filled_in(response):
    """Return the ready texts with which the forms of the desk's page begin."""
    assert response.status_code == 200
    verbs = response.context["verbs"]
    deeds = [*verbs["first"], *verbs["further"], *verbs["apart"]]
    return {form.initial.get("text") for deed, form in deeds if deed.ready_texts}


def test_numbers_of_many_digits_find_nothing(lea, submit):
    row = submit(reason="Grund")
    template = AnswerTemplate.objects.create(title="Baustein", text="Wir danken Ihnen!")
    for name in ("kampagne", "schlagwort"):
        assert lea.get(f"{DESK}?arbeit=alle&{name}={MANY_DIGITS}").status_code == 400
    page = f"{DESK}{row.pk}/change/"
    assert filled_in(lea.get(f"{page}?vorlage={template.pk}")) == {"Wir danken Ihnen!"}
    assert filled_in(lea.get(f"{page}?vorlage={MANY_DIGITS}")) == {None}
    assert lea.post(page, {"untag": MANY_DIGITS}).status_code == 404
