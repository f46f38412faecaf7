from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0003_assign_forum")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "ministry",
            "answer_days",
            models.PositiveIntegerField(
                "Antwort innerhalb von Tagen",
                null=True,
                blank=True,
                validators=[MinValueValidator(1), MaxValueValidator(365)],
                help_text="Steht als Zusage auf jedem Beleg. Leer: Es ist nichts zugesagt.",
            ),
        ),
    ]
