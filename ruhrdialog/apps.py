from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.core.mail.utils import DNS_NAME
from django.db.models.signals import post_migrate
from django.urls import register_converter
from django.utils.encoding import punycode

from ruhrdialog.lib.secret_paths import SecretConverter, SecretsConverter


class RuhrdialogConfig(AppConfig):
    name = "ruhrdialog"
    verbose_name = "Portal"

    def ready(self) -> None:
        from ruhrdialog import checks, recording  # noqa: F401 - registers them
        from ruhrdialog.roles import apply_roles

        register_converter(SecretConverter, "secret")
        register_converter(SecretsConverter, "secrets")
        # Mails carry the site's host in their Message-ID, and it greets the mail server: that of
        # the machine, often a container's number, is nobody's business. Django has no setting.
        DNS_NAME._fqdn = punycode(urlsplit(settings.SITE_URL).hostname or "localhost")
        # The last app of which Django tells: by then those before it have their permissions.
        *_, last = (config for config in apps.get_app_configs() if config.models_module)
        post_migrate.connect(apply_roles, sender=last)


class AdminConfig(admin_apps.AdminConfig):
    default_site = "ruhrdialog.admin_site.Administration"
