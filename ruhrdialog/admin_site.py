"""The administration's own site: German, with everybody's own work on the start page."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse

from survey.models import Submission


class Administration(AdminSite):
    site_header = "Ruhr-Konferenz – Verwaltung"
    site_title = "Verwaltung"
    index_title = "Übersicht"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the own work, forum by forum, and what the operator has still to fill in."""
        missing = [
            f"OPERATOR_{name.upper()}" for name, value in settings.OPERATOR.items() if not value
        ]
        page = {
            "missing": missing,
            "work": Submission.objects.reviewed_by(request.user).work_by_forum(),
            "reviews": request.user.has_perm("survey.review_submission"),
        }
        return super().index(request, {**page, **(extra_context or {})})
