import logging

import pytest

from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.logs import HideSecrets


@pytest.mark.parametrize(
    "line",
    ["Not Found: /beleg/%s/", "GET /beleg/%s HTTP/1.1", '"https://portal.example/beleg/%s/"'],
)
def test_the_code_of_a_receipt_is_taken_out_of_the_line(line):
    code = random_code()
    record = logging.LogRecord("name", logging.WARNING, "", 0, line, (code,), None)
    HideSecrets().filter(record)
    assert code not in record.getMessage()
    assert "/beleg/…" in record.getMessage()


def test_other_lines_stay_as_they_are():
    record = logging.LogRecord("name", logging.WARNING, "", 0, "Not Found: %s", ("/x/",), None)
    HideSecrets().filter(record)
    assert record.getMessage() == "Not Found: /x/"
