from django.apps import AppConfig


class RuhrdialogConfig(AppConfig):
    name = "ruhrdialog"
    verbose_name = "Portal"

    def ready(self) -> None:
        from ruhrdialog import checks  # noqa: F401 - registers them
