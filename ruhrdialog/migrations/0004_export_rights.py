"""Once gave rights to roles; today ruhrdialog/roles.py does, after every migrate."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ruhrdialog", "0003_cache_table"), ("survey", "0009_exports")]

    operations = [migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)]
