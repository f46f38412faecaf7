from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0012_step_search")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "ImportKey",
            [
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "encrypted",
                    models.CharField("Verschlüsselter Schlüssel", max_length=300, editable=False),
                ),
            ],
            {
                "verbose_name": "Schlüssel der eingelesenen Zeilen",
                "verbose_name_plural": "Schlüssel der eingelesenen Zeilen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(pk=1),
                        name="import_key_one_row",
                        violation_error_message="Den Schlüssel gibt es schon.",
                    )
                ],
            },
        ),
    ]
