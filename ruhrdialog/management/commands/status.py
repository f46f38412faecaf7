"""`manage.py status`: how the portal is, as text or JSON; ends with 1 if something is wrong."""

import json
import math
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from ruhrdialog.health.looked_at import Finding, look
from ruhrdialog.lib.smtp.server import SMTP
from ruhrdialog.lib.smtp.steps import Step, steps
from ruhrdialog.management.commands.check_mail import line


class Command(BaseCommand):
    help = "Sagt, wie es dem Portal geht; endet mit 1, wenn etwas nicht stimmt."
    requires_system_checks = ()  # it must answer when something is wrong

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="für Programme")

    def handle(self, *args: Any, **options: Any) -> None:
        be_impatient()
        findings = look()
        mail = list(steps()) if settings.EMAIL_BACKEND == SMTP else []
        wrong = [finding.wrong for finding in findings if finding.wrong]
        wrong += [step.words for step in mail if not step.worked]
        self.stdout.write(as_json(findings, mail) if options["json"] else as_text(findings, mail))
        if wrong:
            sys.exit(1)


def be_impatient() -> None:
    """Give a connection that is still to be made an end to its waits, as pages have it."""
    connection.settings_dict["OPTIONS"] |= {
        "connect_timeout": 3,  # seconds
        "options": "-c statement_timeout=2500 -c lock_timeout=1000",  # milliseconds
    }


def as_text(findings: list[Finding], mail: list[Step]) -> str:
    width = max(len(finding.row.title) for finding in findings)
    lines = [
        f"{'!' if finding.wrong else ' '} {finding.row.title:{width}}  {finding.words}"
        for finding in findings
    ]
    wrong = [f"! {finding.wrong}" for finding in findings if finding.wrong]
    wrong += [f"! {step.words}" for step in mail if not step.worked]
    if mail:
        lines += ["", "Mailserver, soeben gefragt:", *map(line, mail)]
    head = f"Ruhr-Konferenz – Dialog, Fassung {settings.VERSION}"
    return "\n".join([head, "", *lines, "", *(wrong or ["Alles in Ordnung."])])


def as_json(findings: list[Finding], mail: list[Step]) -> str:
    """Return the same for programs; a value that is unknown or has no end is null."""
    rows = {
        finding.row.name: {
            "metric": finding.row.metric,
            "value": finding.value if finding.value not in (None, math.inf) else None,
            "wrong": finding.wrong or None,
        }
        for finding in findings
    }
    is_well = not any(finding.wrong for finding in findings) and all(step.worked for step in mail)
    told = {"version": settings.VERSION, "well": is_well, "rows": rows}
    told["mail_server"] = [step._asdict() for step in mail]
    return json.dumps(told, ensure_ascii=False, indent=2)
