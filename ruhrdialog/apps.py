from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.urls import register_converter

from ruhrdialog.lib.secret_paths import SecretConverter


class RuhrdialogConfig(AppConfig):
    name = "ruhrdialog"
    verbose_name = "Portal"

    def ready(self) -> None:
        from ruhrdialog import checks, recording  # noqa: F401 - registers them
        from ruhrdialog.roles import apply_roles

        register_converter(SecretConverter, "secret")
        # The last app of which Django tells: by then those before it have their permissions.
        *_, last = (config for config in apps.get_app_configs() if config.models_module)
        post_migrate.connect(apply_roles, sender=last)


class AdminConfig(admin_apps.AdminConfig):
    default_site = "ruhrdialog.admin_site.Administration"
