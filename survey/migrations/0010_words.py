from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.models import F, Func, Value
from django.db.models.functions import Replace

# As the German stemmer writes them.
FOLDED = Func(
    Replace(F("word"), Value("ß"), Value("ss")),
    Value("äöü"),
    Value("aou"),
    function="translate",
    output_field=models.TextField(),
)


class Migration(migrations.Migration):
    dependencies = [("survey", "0009_stored_normal_words")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        TrigramExtension(),
        migrations.CreateModel(
            "Word",
            [
                ("word", models.TextField("Wort", primary_key=True, serialize=False)),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=FOLDED,
                        output_field=models.TextField(),
                        verbose_name="Wort ohne Umlaute",
                    ),
                ),
            ],
            {
                "verbose_name": "Wort der Texte",
                "verbose_name_plural": "Wörter der Texte",
                "indexes": [
                    GinIndex(fields=["folded"], name="word_parts", opclasses=["gin_trgm_ops"])
                ],
            },
        ),
    ]
