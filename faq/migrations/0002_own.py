from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("faq", "0001_questions")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "question",
            "own",
            models.BooleanField(
                "Von der Redaktion dieses Portals",
                default=False,
                db_default=False,
                help_text="Steht im Teil „Mitmachen“, getrennt von den Antworten der "
                "Landesregierung.",
            ),
        ),
        migrations.AlterModelOptions(
            "question",
            {
                "verbose_name": "Frage",
                "verbose_name_plural": "Fragen",
                "ordering": ["own", "position", "slug"],
            },
        ),
    ]
