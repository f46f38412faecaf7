"""The groups of staff. Which rows a reviewer sees is decided by `Submission.objects.visible_to`."""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("add", "change", "delete", "view")

# role -> model (app label and name) -> what may be done with it; a permission is both joined
ROLES = {
    "Prüfung": {
        "survey.submission": ("view", "review"),
    },
    "Leitung": {
        "survey.submission": ("view", "review", "view_every"),
        "survey.answertemplate": ALL,
        "survey.tag": ("change", "delete", "view"),
        "forums.ministry": ("view", "change"),
        "auth.user": ("add", "change", "view"),
    },
    "Redaktion": {
        "forums.forum": ("change", "view"),
        "forums.moderator": ALL,
        "forums.ministry": ("add", "change", "view"),
        "forums.contentdate": ("change", "view"),
        "faq.question": ALL,
        "survey.update": ALL,
        "survey.surveyperiod": ("change", "view"),
        "ruhrdialog.barrierreport": ("change", "view"),
    },
    "Datenschutz": {
        "survey.submission": ("view", "view_every", "erase"),
        "survey.subscription": ("delete", "view"),
        "ruhrdialog.barrierreport": ("change", "delete", "view"),
    },
}


def make_groups(apps, schema_editor):
    # Django makes the permissions only after the last migration; here they are needed before.
    for config in installed_apps.get_app_configs():
        create_permissions(config, verbosity=0, interactive=False)
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for role, rights in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        permissions = [
            permission_model.objects.get(
                content_type__app_label=app,
                content_type__model=model,
                codename=f"{action}_{model}",
            )
            for label, actions in rights.items()
            for app, _, model in [label.partition(".")]
            for action in actions
        ]
        group.permissions.set(permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("ruhrdialog", "0001_barrier_report"),
        ("survey", "0006_survey_period"),
        ("faq", "0001_faq"),
        ("forums", "0003_first_content_date"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
