from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "survey"
    verbose_name = "Befragung"

    def ready(self) -> None:
        from survey.participation import checks  # noqa: F401 - registers them
