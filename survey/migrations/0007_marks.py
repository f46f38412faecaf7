from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0006_stored_words_apart")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "Mark",
            [
                (
                    "name",
                    models.CharField("Was", max_length=30, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField("Wann")),
            ],
            {"verbose_name": "Stand der Pflege", "verbose_name_plural": "Stand der Pflege"},
        ),
    ]
