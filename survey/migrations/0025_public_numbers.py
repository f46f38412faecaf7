"""The stored set of published numbers: one row."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def first_row(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("survey", "PublicNumbers").objects.using(schema_editor.connection.alias)
    rows.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("survey", "0024_claims")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "PublicNumbers",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("numbers", models.JSONField("Zahlen", default=dict, editable=False)),
                (
                    "show_topics",
                    models.BooleanField(
                        "Zahlen je Thema schon vor dem Ende der Befragung zeigen",
                        default=False,
                        help_text="Sonst erscheinen sie nach dem Ende, damit daraus keine "
                        "Abstimmung wird. Was Sie hier ändern, gilt ab der nächsten Nacht.",
                    ),
                ),
            ],
            {
                "verbose_name": "Öffentliche Zahlen",
                "verbose_name_plural": "Öffentliche Zahlen",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("pk", 1)),
                        name="public_numbers_one_row",
                        violation_error_message="Die öffentlichen Zahlen gibt es schon.",
                    )
                ],
            },
        ),
        migrations.RunPython(first_row, migrations.RunPython.noop),
    ]
