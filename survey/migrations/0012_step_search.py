from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models
from django.db.models import Func, Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("survey", "0011_note_search")]

    operations = [
        migrations.RunSQL("SET lock_timeout = 0", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "ReviewStep",
            GinIndex(
                SearchVector(
                    Func("note", function="survey_words", output_field=models.TextField()),
                    config="german",
                ),
                name="review_step_search",
                condition=~Q(note=""),
            ),
        ),
    ]
