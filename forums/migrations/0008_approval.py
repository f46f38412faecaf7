from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0007_due_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "ministry",
            "approves_answers",
            models.BooleanField(
                "Antworten brauchen eine Freigabe",
                default=False,
                db_default=False,
                help_text="Antworten und berichtigte Antworten gehen dann erst hinaus, wenn eine "
                "zweite Person sie freigegeben hat.",
            ),
        ),
        migrations.AddField(
            "ministry",
            "approvers",
            models.ManyToManyField(
                settings.AUTH_USER_MODEL,
                verbose_name="Geben Antworten frei",
                related_name="+",
                blank=True,
                help_text="Auch in Vertretung: Es genügt, wenn eine Person freigibt. Die Leitung "
                "kann es immer, niemand beim eigenen Text.",
            ),
        ),
    ]
