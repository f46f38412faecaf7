"""What must never stand in a log line is taken out before it is written."""

import logging
import re

from django.conf import settings

from ruhrdialog.lib.secret_paths import secret_places

EVERY_PATH = (re.compile(r"(/)[^\s'\"?#]+"),)


class HideSecrets(logging.Filter):
    """Replace the secret in an address by dots, as in that of a receipt or a subscription."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        for place in places():
            line = place.sub(r"\1…", line)
        record.msg, record.args = line, None
        return True


def places() -> tuple[re.Pattern[str], ...]:
    """Return where secrets stand; without a URL configuration that can be read, any path is one."""
    try:
        return secret_places(settings.ROOT_URLCONF)
    except Exception:  # whatever a broken module raises; a log line must not fail besides
        return EVERY_PATH
