from django.db import migrations, models
from django.db.models.functions import StrIndex

GROUPS = "community economy education environment culture"


class Migration(migrations.Migration):
    dependencies = [("forums", "0004_answer_days")]

    operations = [
        migrations.AlterModelOptions(
            name="forum",
            options={
                "verbose_name": "Themenforum",
                "verbose_name_plural": "Themenforen",
                "ordering": [StrIndex(models.Value(GROUPS), "group"), "position", "title"],
                "permissions": [("assign_forum", "Kann das verantwortliche Ministerium ändern")],
            },
        ),
    ]
