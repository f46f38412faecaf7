"""Who reviews records what came on paper and sees campaigns; Leitung reads in files."""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "Prüfung": ("add_submission", "view_campaign"),
    "Leitung": ("add_submission", "view_campaign", "import_submission"),
}


def add_permissions(apps, schema_editor):
    create_permissions(installed_apps.get_app_config("survey"), verbosity=0, interactive=False)
    permission = apps.get_model("auth", "Permission")
    for role, names in RIGHTS.items():
        group = apps.get_model("auth", "Group").objects.get(name=role)
        rights = permission.objects.filter(content_type__app_label="survey", codename__in=names)
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [("ruhrdialog", "0004_export_rights"), ("survey", "0011_signatures")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
