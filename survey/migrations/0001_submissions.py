"""What citizens send, and what staff do with it.

Columns stand in the order in which a database of the former migrations has them.
"""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models import CASCADE, DO_NOTHING, PROTECT, SET_NULL, F, Q
from django.db.models.functions import Lower
from django.utils.timezone import localdate, now

from survey.defaults import new_reference

STATES = {
    "received": "Eingegangen",
    "counted": "Gezählt",
    "read": "Gelesen",
    "forwarded": "Weitergegeben",
    "asked_back": "Rückfrage",
    "answered": "Beantwortet",
    "not_pursued": "Nicht weiterverfolgt",
    "spam": "Aussortiert",
}
SOURCES = {
    "portal": "Portal",
    "paper": "Papier",
    "phone": "Telefon",
    "event": "Veranstaltung",
    "email": "E-Mail",
}
FORMATS = {"csv": "CSV für Excel", "xlsx": "XLSX", "jsonl": "JSON Lines"}
COUNTED = {
    "submission": "Beitrag",
    "interest": "Weiteres Thema",
    "tag": "Schlagwort",
    "answer": "Antwort",
}
SPANS = {"day": "Tag", "month": "Monat"}

# Ready texts, which staff change and add to.
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


def number() -> Any:
    return models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False)


def day(name: str = "Tag") -> Any:
    return models.DateField(name, default=localdate, editable=False)


def to_forum(name: str, related_name: str, **options: Any) -> Any:
    return models.ForeignKey(
        "forums.forum", verbose_name=name, related_name=related_name, **options
    )


def to_forum_unchecked() -> Any:
    return models.ForeignKey(
        "forums.forum", DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )


def to_submission(related_name: str) -> Any:
    return models.ForeignKey(
        "survey.submission", CASCADE, verbose_name="Beitrag", related_name=related_name
    )


def by(related_name: str, **options: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, PROTECT, verbose_name="Von", related_name=related_name, **options
    )


def add_rows(apps: Any, schema_editor: Any) -> None:
    apps.get_model("survey", "SurveyPeriod").objects.create(pk=1)
    model = apps.get_model("survey", "AnswerTemplate")
    for title, text in TEMPLATES.items():
        model.objects.create(title=title, text=text)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("survey", "0001_survey"),
        ("survey", "0002_review_steps"),
        ("survey", "0005_review_desk"),
        ("survey", "0006_survey_period"),
        ("survey", "0007_answer_templates"),
        ("survey", "0008_search"),
        ("survey", "0009_exports"),
        ("survey", "0010_campaigns_and_source"),
        ("survey", "0011_signatures"),
        ("survey", "0012_tallies"),
        ("survey", "0013_tally_by_forum"),
        ("survey", "0014_tallies_of_months"),
        ("survey", "0015_queue_by_day"),
    ]
    dependencies = [
        ("forums", "0001_ministries_and_forums"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "Withdrawal",
            [
                (
                    "receipt_hash",
                    models.BinaryField(
                        "Prüfwert des Belegs", max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("day", day()),
            ],
            {"verbose_name": "Rücknahme", "verbose_name_plural": "Rücknahmen"},
        ),
        migrations.CreateModel(
            "Tag",
            [
                ("id", number()),
                ("name", models.CharField("Schlagwort", max_length=40)),
                ("forum", to_forum("Themenforum", "tags", on_delete=CASCADE)),
            ],
            {
                "verbose_name": "Schlagwort",
                "verbose_name_plural": "Schlagworte",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        Lower("name"),
                        "forum",
                        name="tag_once_in_a_forum",
                        violation_error_message="Dieses Schlagwort gibt es in dem Themenforum schon.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Campaign",
            [
                ("id", number()),
                (
                    "signature",
                    ArrayField(models.IntegerField(), verbose_name="Textmuster", editable=False),
                ),
                (
                    "share",
                    models.PositiveSmallIntegerField("Gleiche Wörter in Prozent", editable=False),
                ),
                ("day", day("Erkannt am")),
            ],
            {
                "verbose_name": "Kampagne",
                "verbose_name_plural": "Kampagnen",
                "ordering": ["pk"],
                "indexes": [GinIndex(fields=["signature"], name="campaign_signature")],
            },
        ),
        migrations.CreateModel(
            "Submission",
            [
                (
                    "id",
                    models.UUIDField(
                        "Schlüssel",
                        primary_key=True,
                        default=uuid.uuid4,
                        editable=False,
                        serialize=False,
                    ),
                ),
                ("receipt_hash", models.BinaryField("Prüfwert des Belegs", max_length=32)),
                (
                    "reference",
                    models.CharField(
                        "Beitragsnummer", max_length=8, default=new_reference, editable=False
                    ),
                ),
                ("day", day()),
                ("other_topic", models.CharField("Anderes Thema", max_length=120, blank=True)),
                ("reason", models.CharField("Begründung", max_length=4000, blank=True)),
                (
                    "proposal",
                    models.CharField("Verbesserungsvorschlag", max_length=4000, blank=True),
                ),
                (
                    "further_interests",
                    ArrayField(
                        models.BigIntegerField(),
                        verbose_name="Weitere Themen",
                        default=list,
                        blank=True,
                    ),
                ),
                (
                    "publication_consent",
                    models.BooleanField("Darf veröffentlicht werden", default=False),
                ),
                (
                    "state",
                    models.CharField(
                        "Stand", max_length=20, choices=[*STATES.items()], default="received"
                    ),
                ),
                (
                    "assigned_forum",
                    to_forum(
                        "Zuständiges Themenforum",
                        "assigned_submissions",
                        on_delete=PROTECT,
                        null=True,
                        blank=True,
                        db_index=False,
                    ),
                ),
                (
                    "forum",
                    to_forum("Thema", "submissions", on_delete=PROTECT, null=True, blank=True),
                ),
                ("check_reason", models.CharField("Bitte prüfen", max_length=120, blank=True)),
                ("version", models.PositiveIntegerField("Fassung", default=0, editable=False)),
                (
                    "search_vector",
                    models.GeneratedField(
                        verbose_name="Suchverzeichnis",
                        expression=SearchVector(
                            "other_topic", "reason", "proposal", config="german"
                        ),
                        output_field=SearchVectorField(),
                        db_persist=True,
                    ),
                ),
                (
                    "signature",
                    ArrayField(
                        models.IntegerField(),
                        verbose_name="Textmuster",
                        default=list,
                        editable=False,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        "Quelle", max_length=10, choices=[*SOURCES.items()], default="portal"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        "survey.campaign",
                        SET_NULL,
                        verbose_name="Kampagne",
                        null=True,
                        blank=True,
                        editable=False,
                        related_name="submissions",
                    ),
                ),
                (
                    "tags",
                    models.ManyToManyField(
                        "survey.tag",
                        verbose_name="Schlagworte",
                        related_name="submissions",
                        blank=True,
                    ),
                ),
            ],
            {
                "verbose_name": "Beitrag",
                "verbose_name_plural": "Beiträge",
                "ordering": ["-day", "-reference"],
                "permissions": [
                    ("review_submission", "Kann Beiträge der eigenen Ministerien bearbeiten"),
                    ("view_every_submission", "Kann alle Beiträge sehen"),
                    ("erase_submission", "Kann Beiträge löschen"),
                    ("import_submission", "Kann Beiträge aus einer Datei einlesen"),
                ],
                "indexes": [
                    models.Index(fields=["day", "reference"], name="submission_by_day"),
                    models.Index(
                        fields=["assigned_forum", "state", "day"], name="submission_queue"
                    ),
                    models.Index(
                        fields=["assigned_forum", "state", "check_reason"],
                        condition=~Q(check_reason=""),
                        name="submission_to_check",
                    ),
                    GinIndex(fields=["search_vector"], name="submission_search"),
                    GinIndex(fields=["signature"], name="submission_signature"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        name="submission_receipt_once",
                        fields=["receipt_hash"],
                        violation_error_message="Diesen Beitrag gibt es schon.",
                    ),
                    models.UniqueConstraint(
                        name="submission_reference_once",
                        fields=["reference"],
                        violation_error_message="Diese Beitragsnummer ist vergeben.",
                    ),
                    models.CheckConstraint(
                        name="submission_one_topic",
                        condition=Q(forum__isnull=False, other_topic="")
                        | (Q(forum__isnull=True) & ~Q(other_topic="")),
                        violation_error_message="Ein Beitrag hat genau ein Thema.",
                    ),
                    models.CheckConstraint(
                        name="submission_further_interests_are_others",
                        condition=Q(forum__isnull=True)
                        | ~Q(further_interests__contains=[F("forum")]),
                        violation_error_message="Das gewählte Thema kann nicht zugleich ein weiteres sein.",
                    ),
                    models.CheckConstraint(
                        name="submission_state_known",
                        condition=Q(state__in=[*STATES]),
                        violation_error_message="Diesen Stand gibt es nicht.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "SurveyPeriod",
            [
                ("id", number()),
                (
                    "opens_at",
                    models.DateTimeField(
                        "Beginn", null=True, blank=True, help_text="Leer: von Anfang an geöffnet."
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        "Ende",
                        null=True,
                        blank=True,
                        help_text="Die erste Minute, in der nichts mehr angenommen wird. Leer: ohne Ende.",
                    ),
                ),
                (
                    "text_before",
                    models.TextField(
                        "Text davor", help_text="Markdown.", default="Die Befragung beginnt bald."
                    ),
                ),
                (
                    "text_after",
                    models.TextField(
                        "Text danach",
                        help_text="Markdown.",
                        default="Die Befragung ist beendet. Vielen Dank an alle, die mitgemacht haben!",
                    ),
                ),
            ],
            {
                "verbose_name": "Zeitraum der Befragung",
                "verbose_name_plural": "Zeitraum der Befragung",
                "constraints": [
                    models.CheckConstraint(
                        name="survey_period_one_row",
                        condition=Q(pk=1),
                        violation_error_message="Den Zeitraum gibt es schon.",
                    ),
                    models.CheckConstraint(
                        name="survey_period_begins_before_it_ends",
                        condition=Q(opens_at=None)
                        | Q(closes_at=None)
                        | Q(opens_at__lt=F("closes_at")),
                        violation_error_message="Das Ende muss nach dem Beginn liegen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "ReviewStep",
            [
                ("id", number()),
                ("state", models.CharField("Stand danach", max_length=20)),
                ("day", day()),
                ("text", models.CharField("Text", max_length=4000, blank=True)),
                ("by", by("review_steps", null=True, blank=True)),
                ("submission", to_submission("steps")),
                (
                    "forum",
                    to_forum(
                        "Themenforum", "review_steps", on_delete=PROTECT, null=True, blank=True
                    ),
                ),
                ("note", models.CharField("Notiz", max_length=4000, blank=True)),
                ("verb", models.CharField("Schritt", max_length=20)),
            ],
            {
                "verbose_name": "Bearbeitungsschritt",
                "verbose_name_plural": "Bearbeitungsschritte",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["by", "verb"], name="review_step_by")],
            },
        ),
        migrations.CreateModel(
            "Note",
            [
                ("id", number()),
                ("text", models.CharField("Notiz", max_length=4000)),
                ("day", day()),
                ("by", by("notes")),
                ("submission", to_submission("notes")),
            ],
            {"verbose_name": "Notiz", "verbose_name_plural": "Notizen", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            "AnswerTemplate",
            [
                ("id", number()),
                ("title", models.CharField("Bezeichnung", max_length=80, unique=True)),
                ("text", models.TextField("Text", max_length=4000)),
            ],
            {
                "verbose_name": "Textbaustein",
                "verbose_name_plural": "Textbausteine",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            "ExportRecord",
            [
                ("id", number()),
                ("at", models.DateTimeField("Zeit", default=now)),
                ("format", models.CharField("Format", max_length=5, choices=[*FORMATS.items()])),
                ("filter", models.CharField("Filter", max_length=1000, blank=True)),
                ("number", models.PositiveIntegerField("Anzahl")),
                ("by", by("+")),
            ],
            {"verbose_name": "Export", "verbose_name_plural": "Exporte", "ordering": ["-at"]},
        ),
        migrations.CreateModel(
            "Tally",
            [
                (
                    "id",
                    models.UUIDField(
                        primary_key=True,
                        db_default=RandomUUID(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                ("what", models.CharField(max_length=10, choices=[*COUNTED.items()])),
                ("day", models.DateField()),
                ("state", models.CharField(max_length=20)),
                ("with_proposal", models.BooleanField()),
                ("value", models.BigIntegerField(null=True)),
                ("number", models.IntegerField()),
                ("assigned_forum", to_forum_unchecked()),
                ("forum", to_forum_unchecked()),
                (
                    "span",
                    models.CharField(
                        max_length=5, choices=[*SPANS.items()], blank=True, db_default=""
                    ),
                ),
            ],
            {
                "verbose_name": "Zählung",
                "verbose_name_plural": "Zählungen",
                "indexes": [
                    models.Index(
                        name="tally_by_span",
                        fields=["what", "span", "assigned_forum", "day"],
                        include=["state", "number"],
                    )
                ],
            },
        ),
        migrations.RunPython(add_rows, migrations.RunPython.noop),
    ]
