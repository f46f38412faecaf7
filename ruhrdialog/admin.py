"""The administration's own site: German, and for the time being open to administrators only."""

from django.contrib.admin import AdminSite
from django.contrib.admin import apps as admin_apps
from django.http import HttpRequest


class Administration(AdminSite):
    site_header = "Ruhr-Konferenz – Verwaltung"
    site_title = "Verwaltung"
    index_title = "Übersicht"

    def has_permission(self, request: HttpRequest) -> bool:
        # Who may review which forum comes with the roles; until then staff see nothing.
        return request.user.is_active and request.user.is_superuser


class AdminConfig(admin_apps.AdminConfig):
    default_site = "ruhrdialog.admin.Administration"
