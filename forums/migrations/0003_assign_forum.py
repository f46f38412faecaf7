from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("forums", "0002_first_date_of_content")]

    operations = [
        migrations.AlterModelOptions(
            "forum",
            {
                "ordering": ["position", "title"],
                "permissions": [("assign_forum", "Kann das verantwortliche Ministerium ändern")],
                "verbose_name": "Themenforum",
                "verbose_name_plural": "Themenforen",
            },
        )
    ]
