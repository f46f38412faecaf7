"""Once made the groups of staff; today ruhrdialog/roles.py does, after every migrate."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("ruhrdialog", "0001_barrier_report"),
        ("survey", "0006_survey_period"),
        ("faq", "0001_faq"),
        ("forums", "0003_first_content_date"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)]
