"""The administration's own site: German, with everybody's own work on the start page."""

import time
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from ruhrdialog.health.looked_at import Finding, look
from ruhrdialog.kept import can_be_kept, kept_page
from ruhrdialog.lib.staff import member
from ruhrdialog.lib.typed_by import typed_by
from ruhrdialog.log import own_logins
from ruhrdialog.recording import FIRST_LOGIN
from survey.desk.account import account_page
from survey.figures.counting import work_by_forum
from survey.figures.views import overview_page
from survey.submissions.answer_drafts import AnswerDraft
from survey.submissions.history import LostStep
from survey.submissions.models import Submission
from survey.submissions.rights import leads, reviewed_forums
from survey.transfer.models import ExportRecord
from survey.upkeep.announcing import day_of_deletion, is_shown_to

ABOUT_MAILS = ("mail_server", "mailbox")  # rows of what is looked at
EDITORS_WAIT = 600  # seconds
SHOWN = 20  # urgent submissions


class Administration(AdminSite):
    """Open to staff with a second factor, for a working day at most."""

    site_header = "Ruhr-Konferenz – Verwaltung"
    site_title = "Verwaltung"
    index_title = "Übersicht"
    enable_nav_sidebar = False  # the desk needs the room

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own: list[URLPattern | URLResolver] = [
            path("auswertung/", self.admin_view(overview_page), name="overview"),
            path("anmeldungen/", self.admin_view(own_logins), name="own_logins"),
            path("konto/", self.admin_view(account_page), name="own_account"),
        ]
        return own + super().get_urls()

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Let a view of the administration take what the account sends that typed it.

        All else comes back, to be sent once more: the session has ended, or is another's.
        """
        protected: Any = super().admin_view(view, cacheable)

        @wraps(protected)
        def taken(request: HttpRequest, *arguments: Any, **options: Any) -> Any:
            if can_be_kept(request):
                is_over = request.user.is_authenticated and not is_fresh(request)
                if is_over or typed_by(request) != request.user.pk:
                    return kept_page(request, is_over=is_over)
            return protected(request, *arguments, **options)

        return taken

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        own = has_own_password(request)
        return user.is_active and user.is_staff and own and has_factor(user) and is_fresh(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the login, or to what is still missing after it."""
        user = request.user
        if user.is_authenticated and not is_fresh(request):
            logout(request)
        elif user.is_authenticated and user.is_staff and not has_own_password(request):
            messages.info(request, "Wählen Sie zuerst ein eigenes Passwort.")
            return redirect("account_change_password")
        elif user.is_authenticated and user.is_staff and not has_factor(user):
            messages.info(request, "Richten Sie zuerst einen zweiten Faktor für die Anmeldung ein.")
            return redirect("mfa_index")
        elif user.is_authenticated:
            raise PermissionDenied  # logged in, but no member of staff
        query = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return redirect(f"{reverse('account_login')}?{query}")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return redirect("account_change_password")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the own work, forum by forum, and what is wrong, about to happen, or to fill in."""
        missing = [
            f"OPERATOR_{name.upper()}" for name, value in settings.OPERATOR.items() if not value
        ]
        leads = is_shown_to(member(request))
        edits = request.user.has_perm("survey.change_update")
        findings = look() if leads or edits else []
        work = work_by_forum(member(request))
        page = {
            "wrong": [each.wrong for each in findings if each.wrong and (leads or holds_up(each))],
            "missing": missing,
            "deletion": day_of_deletion() if leads else None,
            "submissions": Submission.objects.count,
            "formats": ExportRecord.Format.choices,
            "urgent": urgent(member(request)),
            "lost_steps": LostStep.objects.filter(by=member(request)).select_related("submission"),
            "to_approve": AnswerDraft.objects.to_approve(member(request)).count(),
            "returned": AnswerDraft.objects.returned_to(member(request)).count(),
            "work": work,
            "tiles": tiles(work),
            "reviews": request.user.has_perm("survey.review_submission"),
            "has_no_forum": reviewed_forums(member(request)) == [],
        }
        return super().index(request, {**page, **(extra_context or {})})


def tiles(work: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return how much there is to do in all, by queue, as the address of the list calls it."""
    queues = (
        ("ungelesen", "Ungelesen", "unread"),
        ("reaktion", "Neue Reaktionen", "replied"),
        ("antwort", "Warten auf Antwort", "waiting"),
        ("pruefen", "Bitte prüfen", "to_check"),
    )
    oldest = min((row["oldest"] for row in work if row["oldest"]), default=None)
    return [
        {
            "queue": queue,
            "label": label,
            "number": sum(row[name] for row in work),
            "oldest": oldest if name == "unread" else None,
        }
        for queue, label, name in queues
    ]


def urgent(user: User) -> list[Submission]:
    """Return what stands before all queues of Leitung, the oldest first."""
    rows = Submission.objects.queue("urgent").select_related("assigned_forum")
    return list(rows.order_by("day", "reference")[:SHOWN]) if leads(user) else []


def holds_up(finding: Finding) -> bool:
    """Tell whether mails have failed for so long that editors, too, should know of it."""
    return finding.row.name in ABOUT_MAILS and (finding.value or 0) > EDITORS_WAIT


def has_factor(user: User) -> bool:
    return not settings.SECOND_FACTOR_REQUIRED or is_mfa_enabled(user)


def has_own_password(request: HttpRequest) -> bool:
    """Tell whether the login was with a password that nobody else has chosen."""
    return not request.session.get(FIRST_LOGIN)


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the login isn't older than a session may be."""
    logins = get_authentication_records(request, request.user)
    return not logins or time.time() - logins[0]["at"] < settings.SESSION_LONGEST
