from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0015_batch_index")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "Draft",
            [
                (
                    "name",
                    models.BinaryField(
                        "Prüfwert des Links", max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("content", models.BinaryField("verschlüsselter Text")),
                ("ends_on", models.DateField("letzter Tag")),
            ],
            {"verbose_name": "Entwurf", "verbose_name_plural": "Entwürfe"},
        ),
    ]
