"""Ready texts for the usual cases; staff change and add to them."""

from django.db import migrations

TEMPLATES = {
    "Dank und Weitergabe": (
        "Vielen Dank für Ihren Vorschlag. Wir haben ihn an die Fachleute weitergegeben, die das "
        "Themenforum vorbereiten. Er wird dort mit den anderen Vorschlägen beraten."
    ),
    "Rückfrage: Ort": (
        "Vielen Dank für Ihren Beitrag. Damit wir ihn richtig verstehen: Welchen Ort meinen Sie? "
        "Eine Stadt, ein Stadtteil oder eine Haltestelle genügt."
    ),
    "Rückfrage: genauer": (
        "Vielen Dank für Ihren Beitrag. Können Sie an einem Beispiel zeigen, was besser werden soll?"
    ),
    "Wird schon bearbeitet": (
        "Vielen Dank für Ihren Hinweis. Daran wird bereits gearbeitet. Neues dazu lesen Sie auf der "
        "Seite Neuigkeiten."
    ),
    "Zuständig ist die Stadt": (
        "Vielen Dank für Ihren Beitrag. Darüber entscheidet nicht das Land, sondern Ihre Stadt oder "
        "Gemeinde. Bitte wenden Sie sich an die Verwaltung dort."
    ),
    "Zuständig ist der Bund": (
        "Vielen Dank für Ihren Beitrag. Darüber entscheidet nicht das Land, sondern der Bund. Wir "
        "können Ihren Vorschlag deshalb hier nicht weiterverfolgen."
    ),
}


def add_templates(apps, schema_editor):
    model = apps.get_model("survey", "AnswerTemplate")
    for title, text in TEMPLATES.items():
        model.objects.get_or_create(title=title, defaults={"text": text})


class Migration(migrations.Migration):
    dependencies = [("survey", "0006_survey_period")]

    operations = [migrations.RunPython(add_templates, migrations.RunPython.noop)]
