from django.db import migrations, models
from django.utils.timezone import localdate


class Migration(migrations.Migration):
    initial = True
    # Three of them gave the roles their rights: ruhrdialog/roles.py does it now, after each migrate.
    replaces = [
        ("ruhrdialog", "0001_barrier_report"),
        ("ruhrdialog", "0002_roles"),
        ("ruhrdialog", "0004_export_rights"),
        ("ruhrdialog", "0005_recording_rights"),
    ]
    dependencies = []

    operations = [
        migrations.CreateModel(
            "BarrierReport",
            [
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                ("page", models.CharField("Seite", max_length=300, blank=True)),
                ("message", models.CharField("Nachricht", max_length=4000)),
                ("email", models.EmailField("E-Mail-Adresse für die Antwort", blank=True)),
                ("day", models.DateField("Tag", default=localdate, editable=False)),
                ("done", models.BooleanField("Erledigt", default=False)),
            ],
            {
                "verbose_name": "Gemeldete Barriere",
                "verbose_name_plural": "Gemeldete Barrieren",
                "ordering": ["done", "-day", "-pk"],
            },
        )
    ]
