from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0006_words")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "ministry",
            "due_days",
            models.PositiveIntegerField(
                "Frist im Haus, in Tagen",
                null=True,
                blank=True,
                validators=[MinValueValidator(1), MaxValueValidator(365)],
                help_text="Sehen nur Beschäftigte, an Beiträgen ohne Antwort. Leer: Es gilt die "
                "Zusage auf dem Beleg, wenn es eine gibt.",
            ),
        ),
    ]
