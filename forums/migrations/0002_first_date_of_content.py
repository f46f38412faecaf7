from typing import Any

from django.db import migrations


def add_row(apps: Any, schema_editor: Any) -> None:
    apps.get_model("forums", "ContentDate").objects.create(pk=1, text="2018")


class Migration(migrations.Migration):
    replaces = [("forums", "0003_first_content_date")]
    dependencies = [("forums", "0001_ministries_and_forums")]

    operations = [migrations.RunPython(add_row, migrations.RunPython.noop)]
