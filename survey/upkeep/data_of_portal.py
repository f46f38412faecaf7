"""What the portal stores beside: its texts, what links one row to another, its machinery."""

from survey.upkeep.kinds import NOBODY, NUMBER, Field, Kind, Stays, With

NO_BASIS = "Keine nötig: nichts über Personen."


def content(model: str, title: str, purpose: str, seen_by: str, *fields: Field) -> Kind:
    end = Stays("Inhalt des Portals: bleibt, bis Beschäftigte ihn ändern oder löschen.")
    return Kind(model, title, purpose, NO_BASIS, seen_by, (end,), fields)


def link(model: str, title: str, *ends: With) -> Kind:
    """Return the row of a table that says no more than the two that it joins."""
    purpose = "Verknüpft beides."
    return Kind(model, title, purpose, "Wie beim Verknüpften.", "Wer das Verknüpfte sieht.", ends)


def machinery(model: str, title: str, purpose: str) -> Kind:
    return Kind(model, title, purpose, NO_BASIS, NOBODY, (Stays("Technik des Portals: bleibt."),))


def empty(model: str, title: str, *ends: With) -> Kind:
    """Return the row of a table that a library brings along and the portal doesn't use."""
    return Kind(model, title, "Bleibt leer.", "Keine nötig.", NOBODY, ends)


PORTAL = (
    content("forums.Forum", "Themenforen", "Worum es geht.", "Alle."),
    content("forums.Ministry", "Ministerien", "Wer verantwortlich ist.", "Alle."),
    content("forums.ContentDate", "Stand der Inhalte", "Von wann die Texte sind.", "Alle."),
    content("faq.Question", "Fragen und Antworten", "Was viele wissen möchten.", "Alle."),
    content(
        "survey.SurveyPeriod",
        "Zeitraum der Befragung",
        "Wann Sie mitmachen können.",
        "Alle.",
        NUMBER,
        Field("opens_at", "Beginn", "Ab wann Sie mitmachen können."),
        Field("closes_at", "Ende", "Bis wann Sie mitmachen können."),
        Field("text_before", "Text davor", "Was vorher auf der Seite steht."),
        Field("text_after", "Text danach", "Was nachher auf der Seite steht."),
    ),
    content(
        "survey.PublicNumbers",
        "Öffentliche Zahlen",
        "Damit alle sehen, wie viele Beiträge gekommen und gelesen sind, ohne dass jemand einen "
        "einzelnen erkennt.",
        "Alle.",
        NUMBER,
        Field("numbers", "gerundete Zahlen des Tages", "Stehen unter Ergebnisse."),
        Field("show_topics", "Zahlen je Thema zeigen", "Ob sie vor dem Ende zu sehen sind."),
    ),
    content(
        "survey.Project",
        "Projekte",
        "Damit alle sehen, was aus der Befragung wurde.",
        "Was freigegeben ist, alle; sonst die Redaktion und die Leitung.",
        NUMBER,
        Field("title", "Titel", "Steht auf der Seite des Projekts."),
        Field("slug", "Adresse", "Unter ihr steht das Projekt."),
        Field("description", "Kurzbeschreibung", "Steht auf der Seite des Projekts."),
        Field("field", "Handlungsfeld", "Um Projekte zu ordnen."),
        Field("ministry", "Ministerium", "Wer verantwortlich ist."),
        Field("forums", "Themenforen", "Aus welchen es kam."),
        Field("amount", "Geld", "Was veröffentlicht ist."),
        Field("amount_source", "Quelle", "Woher der Betrag bekannt ist."),
        Field("amount_on", "Tag der Quelle", "Von wann der Betrag ist."),
        Field("released_on", "Freigegeben", "Ab wann es alle sehen."),
        Field("taken_back_on", "Zurückgenommen", "Seit wann es niemand mehr sieht."),
        Field("is_sample", "Beispiel", "Damit Erfundenes gekennzeichnet ist."),
    ),
    content(
        "survey.Sentence",
        "Zusammenfassungen der Themenforen, Satz für Satz",
        "Damit alle sehen, was gesagt wurde und was daraus folgt.",
        "Was freigegeben ist, alle; sonst die Leitung.",
        NUMBER,
        Field("forum", "Themenforum", "Zu welchem er gehört."),
        Field("position", "Reihenfolge", "An welcher Stelle er steht."),
        Field("text", "Was gesagt wurde", "Steht auf der Seite des Themenforums."),
        Field("follows", "Was daraus folgt", "Steht auf der Seite des Themenforums."),
        Field("projects", "Projekte", "Was daraus wurde."),
        Field("contributions", "Beiträge", "Worauf der Satz beruht."),
        Field("is_released", "Freigegeben", "Ob ihn alle sehen."),
        Field("is_sample", "Beispiel", "Damit Erfundenes gekennzeichnet ist."),
    ),
    link(
        "survey.Sentence_projects",
        "Projekte zu den Sätzen",
        With("So lange wie der Satz.", "survey.Sentence"),
    ),
    content(
        "survey.ProjectState",
        "Stände der Projekte",
        "Damit zu sehen ist, wann was geschah.",
        "Was freigegeben ist, alle.",
        NUMBER,
        Field("project", "Projekt", "Zu welchem es gehört."),
        Field("state", "Stand", "Wie weit es ist."),
        Field("since", "Tag", "Seit wann."),
        Field("reason", "Grund", "Warum es nicht weitergeht."),
        Field("entered_on", "Eingetragen", "Wann der Stand eingetragen wurde."),
    ),
    content(
        "survey.Milestone",
        "Meilensteine der Projekte",
        "Damit zu sehen ist, was geplant und was erreicht ist.",
        "Was freigegeben ist, alle.",
        NUMBER,
        Field("project", "Projekt", "Zu welchem er gehört."),
        Field("title", "Meilenstein", "Was erreicht werden soll."),
        Field("planned_on", "Geplant", "Bis wann."),
        Field("reached_on", "Erreicht", "Wann es so weit war."),
    ),
    content(
        "survey.ProjectChange",
        "Änderungen an Projekten",
        "Damit lesbar bleibt, was früher auf der Seite stand.",
        "Alle.",
        NUMBER,
        Field("project", "Projekt", "Zu welchem sie gehört."),
        Field("day", "Tag", "Wann geändert wurde."),
        Field("name", "Angabe", "Was geändert wurde."),
        Field("before", "Vorher", "Was vorher da stand."),
        Field("after", "Nachher", "Was seitdem da steht."),
    ),
    link(
        "survey.Project_forums",
        "Themenforen der Projekte",
        With("So lange wie das Projekt.", "survey.Project"),
    ),
    content(
        "survey.AnswerTemplate",
        "Textbausteine der Beschäftigten",
        "Für häufige Antworten.",
        "Die Beschäftigten, die Beiträge bearbeiten, und die Leitung.",
        NUMBER,
        Field("title", "Bezeichnung", "Um ihn zu finden."),
        Field("text", "Text", "Für häufige Antworten."),
    ),
    link(
        "survey.Submission_tags",
        "Schlagworte an Beiträgen",
        With("So lange wie der Beitrag.", "survey.Submission"),
    ),
    link(
        "survey.Update_topics",
        "Themen der Neuigkeiten",
        With("So lange wie die Neuigkeit.", "survey.Update"),
    ),
    Kind(
        "survey.Mark",
        "Stand der Pflege",
        "Damit auffällt, wenn das Löschen, die nächtliche Pflege, die Sicherung oder das Postfach "
        "der Rückläufer stillsteht.",
        NO_BASIS,
        "Die Leitung, wenn etwas stillsteht.",
        (Stays("Technik des Portals: bleibt."),),
        (
            Field("name", "Was", "Welche Arbeit oder Störung gemeint ist."),
            Field("at", "Wann", "Seit wann."),
        ),
    ),
    Kind(
        "survey.MailServer",
        "Stand des Mailservers",
        "Damit auffällt, wenn keine Mails hinausgehen, und damit sie dann warten.",
        NO_BASIS,
        "Die Leitung, wenn er nichts annimmt.",
        (Stays("Technik des Portals: bleibt."),),
        (
            NUMBER,
            Field("failing_since", "Nimmt keine Mails seit", "Seit wann er nichts annimmt."),
            Field("trouble", "Grund", "Woran es liegt."),
            Field("tried_at", "Zuletzt versucht", "Wann er zuletzt gefragt wurde."),
            Field(
                "free_at",
                "Nächste Mail frühestens",
                "Damit nicht mehr Mails hinausgehen, als er in einer Minute nimmt.",
            ),
        ),
    ),
    Kind(
        "survey.ImportKey",
        "Schlüssel der eingelesenen Zeilen",
        "Damit eine Zeile nicht zweimal eingelesen wird, und damit niemand an der Spur einer "
        "gelöschten ausprobieren kann, was in ihr stand.",
        NO_BASIS,
        NOBODY,
        (Stays("Technik des Portals: bleibt."),),
        (NUMBER, Field("encrypted", "Schlüssel", "Verschlüsselt mit dem des Portals.")),
    ),
    Kind(
        "survey.KnownHeader",
        "Welche Spalte in Dateien anderer Programme was ist",
        "Damit es für die nächste Datei nicht noch einmal zu wählen ist.",
        NO_BASIS,
        NOBODY,
        (Stays("Technik des Portals: bleibt."),),
        (
            Field("digest", "Prüfwert", "Steht für die Namen der Spalten."),
            Field("columns", "Spalten", "Was sie sind."),
        ),
    ),
    Kind(
        "survey.AddressKey",
        "Schlüssel der abgemeldeten Adressen",
        "Damit niemand an Nachweis und Sperre ausprobieren kann, welche Adresse es war.",
        NO_BASIS,
        NOBODY,
        (Stays("Technik des Portals: bleibt."),),
        (NUMBER, Field("encrypted", "Schlüssel", "Verschlüsselt mit dem des Portals.")),
    ),
    Kind(
        "survey.BlackOutKey",
        "Schlüssel der geschwärzten Stellen",
        "Damit niemand an der Spur einer Schwärzung ausprobieren kann, was dort stand.",
        NO_BASIS,
        NOBODY,
        (Stays("Technik des Portals: bleibt."),),
        (NUMBER, Field("encrypted", "Schlüssel", "Verschlüsselt mit dem des Portals.")),
    ),
    Kind(
        "survey.Wording",
        "Wortlaut der Einwilligung in E-Mails",
        "Damit sich nachweisen lässt, welchem Satz jemand zugestimmt hat.",
        NO_BASIS,
        "Alle: Er steht beim Feld für die Adresse.",
        (Stays("Technik des Portals: bleibt."),),
        (
            Field("version", "Fassung", "Um ihn zu finden."),
            Field("text", "Wortlaut", "Was auf der Seite stand."),
            Field("since", "Gezeigt seit", "Ab wann er auf der Seite stand."),
        ),
    ),
    machinery("auth.Group", "Rollen", "Wer was darf."),
    machinery("auth.Permission", "Rechte", "Wer was darf."),
    machinery("auth.Group_permissions", "Rechte der Rollen", "Wer was darf."),
    empty(
        "auth.User_user_permissions",
        "Rechte einzelner Konten",
        With("So lange wie das Konto.", "auth.User"),
    ),
    empty(
        "account.EmailAddress",
        "E-Mail-Adressen von Konten",
        With("So lange wie das Konto.", "auth.User"),
    ),
    empty(
        "account.EmailConfirmation",
        "Bestätigungen solcher Adressen",
        With("So lange wie die Adresse.", "account.EmailAddress"),
    ),
    machinery("contenttypes.ContentType", "Arten von Daten", "Für Rechte und Protokoll."),
    machinery("django_migrations", "Stand der Datenbank", "Für neue Fassungen des Portals."),
    Kind(
        "procrastinate.ProcrastinateEvent",
        "Verlauf der Aufträge",
        "Damit ein Auftrag nach einer Störung weitergeht.",
        "Wie beim Auftrag.",
        NOBODY,
        (With("So lange wie der Auftrag.", "procrastinate.ProcrastinateJob"),),
    ),
    machinery(
        "procrastinate.ProcrastinatePeriodicDefer",
        "Wiederkehrende Aufträge",
        "Damit jeder einmal läuft.",
    ),
    machinery("procrastinate.ProcrastinateWorker", "Laufende Worker", "Wer Aufträge ausführt."),
)
