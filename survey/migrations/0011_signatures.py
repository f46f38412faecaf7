"""Submissions that are there already get their signature."""

from django.db import migrations

from survey.submissions.signatures import signature


def sign(apps, schema_editor):
    model = apps.get_model("survey", "Submission")
    fields = ("other_topic", "reason", "proposal")
    for row in model.objects.only(*fields).iterator():
        if numbers := signature(tuple(getattr(row, name) for name in fields)):
            model.objects.filter(pk=row.pk).update(signature=numbers)


class Migration(migrations.Migration):
    dependencies = [("survey", "0010_campaigns_and_source")]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop)]
