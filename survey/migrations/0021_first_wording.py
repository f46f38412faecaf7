"""Keeps the sentence to which people agreed until now."""

from typing import Any

from django.db import migrations

VERSION = "2026-11"
TEXT = (
    "Ja, informieren Sie mich per E-Mail über die Ruhr-Konferenz. Wir speichern die Adresse "
    "getrennt von Ihren Antworten. Erst wenn Sie unsere E-Mail bestätigen, schreiben wir Ihnen. "
    "Abmelden geht jederzeit."
)


def keep(apps: Any, schema_editor: Any) -> None:
    wordings = apps.get_model("survey", "Wording").objects.using(schema_editor.connection.alias)
    wordings.update_or_create(version=VERSION, defaults={"text": TEXT, "since": "2026-11-01"})


class Migration(migrations.Migration):
    dependencies = [("survey", "0020_returned_mails")]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
