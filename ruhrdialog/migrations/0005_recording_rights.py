"""Once gave rights to roles; today ruhrdialog/roles.py does, after every migrate."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ruhrdialog", "0004_export_rights"), ("survey", "0011_signatures")]

    operations = [migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)]
