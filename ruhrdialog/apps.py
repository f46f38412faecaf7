from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class RuhrdialogConfig(AppConfig):
    name = "ruhrdialog"
    verbose_name = "Portal"

    def ready(self) -> None:
        from ruhrdialog import checks  # noqa: F401 - registers them


class AdminConfig(admin_apps.AdminConfig):
    default_site = "ruhrdialog.admin_site.Administration"
