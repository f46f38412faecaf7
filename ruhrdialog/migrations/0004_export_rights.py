"""Leitung and Datenschutz see who took submissions along."""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations


def add_permission(apps, schema_editor):
    create_permissions(installed_apps.get_app_config("survey"), verbosity=0, interactive=False)
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="survey", codename="view_exportrecord"
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["Leitung", "Datenschutz"]
    ):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("ruhrdialog", "0003_cache_table"), ("survey", "0009_exports")]

    operations = [migrations.RunPython(add_permission, migrations.RunPython.noop)]
