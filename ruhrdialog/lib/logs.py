"""What must never stand in a log line is taken out before it is written."""

import logging
import re

SECRET_PATH = re.compile(r"(/(?:beleg|auf-dem-laufenden)/)[^\s/'\"?#]+")


class HideSecrets(logging.Filter):
    """Replace the secret in the address of a receipt or a subscription by dots."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_PATH.sub(r"\1…", record.getMessage())
        record.args = None
        return True
