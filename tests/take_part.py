"""Takes part, and reads, by the code of the tree in which it runs: that of the last release.

For each line that comes in, a line goes out: the status of each page that was asked for, as JSON.
The first line says more: the signed answers of a check page from which nobody has sent yet.
"""

import json
import re
import sys
from urllib.parse import urlencode

import django
from django.conf import settings

# No file is asked for, so none need be collected.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.test import Client  # noqa: E402

DESK = "/verwaltung/survey/submission/"
FORM = "application/x-www-form-urlencoded"


def post(citizen, address, **fields):
    headers = {"Sec-Fetch-Site": "same-origin"}
    return citizen.post(address, urlencode(fields), content_type=FORM, headers=headers)


def checked(citizen, number):
    """Fill in the form; return the check page, and what it sends along."""
    email = f"upgrade-{number}@example.org" if number % 2 else ""
    page = post(citizen, "/mitmachen/", forum="verkehr", reason=f"Grund {number}: a/b", email=email)
    signed = re.search('name="signed" value="([^"]+)"', page.text)
    return page, signed[1] if signed else ""


def one(number):
    """Let one person take part and somebody of the staff read; return the statuses by page."""
    citizen, staff = (Client(raise_request_exception=False) for _ in range(2))
    form = citizen.get("/mitmachen/")
    check, signed = checked(citizen, number)
    sent = post(citizen, "/mitmachen/absenden/", signed=signed)
    receipt = citizen.get(sent.headers.get("Location", "/"))
    staff.force_login(administrator)
    listed = staff.get(f"{DESK}?arbeit=alle")
    found = staff.get(f"{DESK}?arbeit=alle&q=Grund")
    pages = re.findall(f"{DESK}[0-9a-f-]{{36}}/change/", listed.text)
    detail = staff.get(pages[0] if pages else DESK)
    figures = staff.get("/verwaltung/auswertung/")
    answers = {"form": form, "check": check, "sent": sent, "receipt": receipt, "list": listed}
    answers |= {"search": found, "detail": detail, "figures": figures}
    return {name: answer.status_code for name, answer in answers.items()}


administrator, _ = User.objects.get_or_create(
    username="administrator", is_staff=True, is_superuser=True
)
print(checked(Client(), 0)[1], flush=True)  # noqa: T201 - what the test reads
for count, _ in enumerate(sys.stdin, 1):
    print(json.dumps(one(count)), flush=True)  # noqa: T201
