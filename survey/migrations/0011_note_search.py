from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models
from django.db.models import Func


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("survey", "0010_words")]

    operations = [
        migrations.RunSQL("SET lock_timeout = 0", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "Note",
            GinIndex(
                SearchVector(
                    Func("text", function="survey_words", output_field=models.TextField()),
                    config="german",
                ),
                name="note_search",
            ),
        ),
    ]
