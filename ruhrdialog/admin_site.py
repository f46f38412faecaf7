"""The administration's own site: German, and for the time being open to administrators only."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse


class Administration(AdminSite):
    site_header = "Ruhr-Konferenz – Verwaltung"
    site_title = "Verwaltung"
    index_title = "Übersicht"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Say on the start page what the operator has still to fill in."""
        missing = [
            f"OPERATOR_{name.upper()}" for name, value in settings.OPERATOR.items() if not value
        ]
        return super().index(request, {"missing": missing, **(extra_context or {})})

    def has_permission(self, request: HttpRequest) -> bool:
        # Who may review which forum comes with the roles; until then staff see nothing.
        return request.user.is_active and request.user.is_superuser
