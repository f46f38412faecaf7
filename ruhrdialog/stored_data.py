"""What the portal stores about people: one table, shown on the privacy page.

A test compares it with the models, so that no field is stored without standing here.
"""

from typing import NamedTuple


class StoredField(NamedTuple):
    name: str  # as in the model
    what: str
    why: str


class StoredRecord(NamedTuple):
    model: str  # app label and name, as Django writes it
    title: str
    kept: str  # how long
    fields: tuple[StoredField, ...]


KEY = StoredField("id", "zufälliger Schlüssel", "Technisch nötig, um die Zeile zu finden.")
NUMBER = StoredField("id", "laufende Nummer", "Technisch nötig, um die Zeile zu finden.")

STORED_DATA = (
    StoredRecord(
        "survey.Submission",
        "Ihr Beitrag",
        "Bis Sie ihn zurückziehen, längstens bis 2 Jahre nach dem Ende der Befragung.",
        (
            KEY,
            StoredField("receipt_hash", "Prüfwert Ihres Belegs", "Damit nur Ihr Link ihn öffnet."),
            StoredField(
                "reference", "Beitragsnummer", "Damit Sie am Telefon sagen können, welcher."
            ),
            StoredField("day", "Tag des Eingangs", "Um zu sehen, wie lange ein Beitrag wartet."),
            StoredField("forum", "gewähltes Thema", "Ihre Antwort auf die erste Frage."),
            StoredField("other_topic", "eigenes Thema", "Ihre Antwort auf die erste Frage."),
            StoredField("reason", "Begründung", "Ihre Antwort, freiwillig."),
            StoredField("proposal", "Verbesserungsvorschlag", "Ihre Antwort, freiwillig."),
            StoredField("further_interests", "weitere Themen", "Ihre Antwort, freiwillig."),
            StoredField(
                "publication_consent", "Einwilligung", "Nur mit ihr wird Ihr Text gezeigt."
            ),
            StoredField("assigned_forum", "zuständiges Themenforum", "Damit es jemand bearbeitet."),
            StoredField("state", "Stand der Bearbeitung", "Damit Sie sehen, was daraus wurde."),
            StoredField("check_reason", "Bitte prüfen", "Wenn der Text nach Werbung aussieht."),
            StoredField("tags", "Schlagworte", "Damit das Themenforum Ähnliches beisammen hat."),
            StoredField("search_vector", "Suchverzeichnis", "Damit wir Beiträge finden."),
            StoredField("source", "Quelle", "Ob online, auf Papier oder am Telefon."),
            StoredField("signature", "Textmuster", "Damit wir fast gleiche Texte finden."),
            StoredField("campaign", "Kampagne", "Viele fast gleiche Texte stehen beisammen."),
            StoredField("version", "Zahl der Änderungen", "Damit keine Änderung verloren geht."),
        ),
    ),
    StoredRecord(
        "survey.Tally",
        "Zählungen der Beiträge",
        "So lange es gezählte Beiträge gibt; sie enthalten keine Texte.",
        (
            KEY,
            StoredField("what", "Gezähltes", "Ob Beiträge, Themen, Schlagworte oder Antworten."),
            StoredField("span", "Zeitraum", "Ob die Zahl für einen Tag oder einen Monat steht."),
            StoredField("day", "Tag", "Wie viel an einem Tag kam."),
            StoredField("assigned_forum", "zuständiges Themenforum", "Wer zu tun hat."),
            StoredField("forum", "Thema", "Wie viele ein Thema wählten."),
            StoredField("state", "Stand der Bearbeitung", "Wie weit die Arbeit ist."),
            StoredField("with_proposal", "mit Vorschlag", "Wie viele etwas vorschlagen."),
            StoredField("value", "weiteres Thema, Schlagwort oder Tage", "Was gezählt wird."),
            StoredField("number", "Anzahl", "Wie viele es sind."),
        ),
    ),
    StoredRecord(
        "survey.Campaign",
        "Kampagnen: fast gleiche Texte",
        "Bis der letzte ihrer Beiträge gelöscht ist.",
        (
            NUMBER,
            StoredField("signature", "Textmuster", "Damit wir weitere gleiche Texte finden."),
            StoredField("share", "Anteil gleicher Wörter", "Warum sie beisammen stehen."),
            StoredField("day", "Tag", "Wann wir es erkannt haben."),
        ),
    ),
    StoredRecord(
        "survey.ReviewStep",
        "Bearbeitung Ihres Beitrags",
        "So lange wie der Beitrag.",
        (
            NUMBER,
            StoredField("submission", "Beitrag", "Zu welchem Beitrag der Schritt gehört."),
            StoredField("verb", "Schritt", "Was geschah: gelesen, gefragt, beantwortet."),
            StoredField("state", "Stand danach", "Wie weit der Beitrag damit kam."),
            StoredField("day", "Tag", "Wann es geschah."),
            StoredField("text", "Frage oder Antwort", "Was das Themenforum oder Sie schrieben."),
            StoredField("note", "Notiz", "Was Beschäftigte dazu einander schreiben."),
            StoredField("forum", "Themenforum", "Wohin der Beitrag ging."),
            StoredField("by", "Beschäftigte oder Beschäftigter", "Wer es im Amt getan hat."),
        ),
    ),
    StoredRecord(
        "survey.Note",
        "Interne Notizen zu Ihrem Beitrag",
        "So lange wie der Beitrag.",
        (
            NUMBER,
            StoredField("submission", "Beitrag", "Zu welchem Beitrag die Notiz gehört."),
            StoredField("text", "Notiz", "Was Beschäftigte einander schreiben."),
            StoredField("day", "Tag", "Wann sie es schrieben."),
            StoredField("by", "Beschäftigte oder Beschäftigter", "Wer es schrieb."),
        ),
    ),
    StoredRecord(
        "survey.Tag",
        "Schlagworte der Themenforen",
        "So lange das Themenforum sie braucht.",
        (
            NUMBER,
            StoredField("forum", "Themenforum", "Wer danach sortiert."),
            StoredField("name", "Schlagwort", "Wonach sortiert wird."),
        ),
    ),
    StoredRecord(
        "survey.AnswerTemplate",
        "Textbausteine der Beschäftigten",
        "So lange sie gebraucht werden; sie enthalten nichts über Personen.",
        (
            NUMBER,
            StoredField("title", "Bezeichnung", "Um ihn zu finden."),
            StoredField("text", "Text", "Für häufige Antworten."),
        ),
    ),
    StoredRecord(
        "survey.ExportRecord",
        "Verzeichnis der Exporte",
        "2 Jahre.",
        (
            NUMBER,
            StoredField("at", "Zeit", "Wann Beiträge mitgenommen wurden."),
            StoredField("by", "Beschäftigte oder Beschäftigter", "Wer es tat."),
            StoredField("format", "Format", "In welcher Form."),
            StoredField("filter", "Filter", "Welche Beiträge."),
            StoredField("number", "Anzahl", "Wie viele."),
        ),
    ),
    StoredRecord(
        "survey.SurveyPeriod",
        "Zeitraum der Befragung",
        "So lange das Portal besteht; er enthält nichts über Personen.",
        (
            NUMBER,
            StoredField("opens_at", "Beginn", "Ab wann Sie mitmachen können."),
            StoredField("closes_at", "Ende", "Bis wann Sie mitmachen können."),
            StoredField("text_before", "Text davor", "Was vorher auf der Seite steht."),
            StoredField("text_after", "Text danach", "Was nachher auf der Seite steht."),
        ),
    ),
    StoredRecord(
        "survey.Withdrawal",
        "Spur eines zurückgezogenen Beitrags",
        "Bis die Ruhr-Konferenz ausgewertet ist.",
        (
            StoredField("receipt_hash", "Prüfwert des Belegs", "Damit er nicht zurückkommt."),
            StoredField("day", "Tag", "Damit Ihr Link sagen kann, wann gelöscht wurde."),
        ),
    ),
    StoredRecord(
        "survey.Subscription",
        "Ihre E-Mail-Adresse, getrennt von Ihren Antworten",
        "Bis Sie sich abmelden; ohne Ihre Bestätigung 48 Stunden.",
        (
            KEY,
            StoredField("address", "E-Mail-Adresse", "Um Sie zu informieren, freiwillig."),
            StoredField("token", "Geheimnis", "Damit nur Sie sich abmelden können."),
            StoredField("wording_version", "Fassung der Einwilligung", "Als Nachweis."),
            StoredField("requested_at", "Zeit der Anmeldung", "Als Nachweis."),
            StoredField("confirmed_at", "Zeit der Bestätigung", "Als Nachweis."),
            StoredField("mailed_at", "Zeit der letzten Mail dazu", "Damit Sie nur eine bekommen."),
            StoredField("topics", "gewünschte Themen", "Um nur darüber zu informieren."),
        ),
    ),
    StoredRecord(
        "survey.Update",
        "Neuigkeiten, die Beschäftigte veröffentlichen",
        "Bis sie gelöscht werden.",
        (
            NUMBER,
            StoredField("title", "Titel", "Steht auf der Seite der Neuigkeiten."),
            StoredField("slug", "Adresse", "Unter ihr steht die Neuigkeit."),
            StoredField("text", "Text", "Steht auf der Seite der Neuigkeiten."),
            StoredField("topics", "Themen", "Wer sie bekommt."),
            StoredField("published_at", "Zeit", "Wann sie veröffentlicht wurde."),
            StoredField("published_by", "Beschäftigte oder Beschäftigter", "Wer es getan hat."),
        ),
    ),
    StoredRecord(
        "survey.Delivery",
        "Zustellung einer Neuigkeit an Ihre Adresse",
        "90 Tage, kürzer wenn Sie sich abmelden.",
        (
            NUMBER,
            StoredField("update", "Neuigkeit", "Welche Neuigkeit Sie bekommen."),
            StoredField("subscription", "Anmeldung", "Wer sie bekommt."),
            StoredField("state", "Stand", "Damit Sie jede nur einmal bekommen."),
            StoredField("marked_at", "Zeit des letzten Versuchs", "Um Abbrüche zu erkennen."),
        ),
    ),
    StoredRecord(
        "survey.RateLimit",
        "Zähler gegen Missbrauch der Anmeldung",
        "Höchstens zwei Stunden; kommt nicht in Sicherungen.",
        (
            StoredField("hour", "Stunde", "Gezählt wird stundenweise."),
            StoredField(
                "sender",
                "Prüfwert Ihres Netzes",
                "Um zu zählen, ohne Ihre IP-Adresse zu speichern; jede Stunde ein anderer.",
            ),
            StoredField("uses", "Anzahl", "Damit niemand fremde Postfächer überschwemmt."),
        ),
    ),
    StoredRecord(
        "ruhrdialog.BarrierReport",
        "Gemeldete Barriere",
        "Bis die Barriere beseitigt und die Meldung beantwortet ist.",
        (
            NUMBER,
            StoredField("page", "Seite", "Um die Barriere zu finden, freiwillig."),
            StoredField("message", "Nachricht", "Um die Barriere zu beseitigen."),
            StoredField("email", "E-Mail-Adresse", "Um Ihnen zu antworten, freiwillig."),
            StoredField("day", "Tag", "Um rechtzeitig zu antworten."),
            StoredField("done", "erledigt", "Für die Bearbeitung."),
        ),
    ),
)
