"""What the portal stores about staff, and by name about who leads a Themenforum."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from survey.desk.assignments import Assignment
from survey.upkeep.kinds import (
    NOBODY,
    NUMBER,
    TASK,
    YEAR,
    Field,
    Kind,
    Rule,
    Stays,
    Verb,
    With,
)

WORK = (
    "Die Beschäftigten arbeiten damit im Portal (Artikel 6 Absatz 1 Buchstabe e DSGVO mit § 3 und "
    "§ 18 DSG NRW)."
)


ACCOUNTED = ("export", "erasure")  # events that are kept as long as the list of exports


def without_session(now: datetime) -> Q:
    sessions = apps.get_model("sessions.Session").objects
    return Q(~Exists(sessions.filter(session_key=OuterRef("session_key"))))


STAFF = (
    Kind(
        "auth.User",
        "Konten der Beschäftigten",
        "Damit nur Beschäftigte in die Verwaltung kommen, mit Namen, dienstlicher E-Mail-Adresse, "
        "Prüfwert des Passworts und letzter Anmeldung.",
        WORK,
        "Die Leitung; den Namen auch, wer einen Schritt der Person sieht.",
        (
            Stays(
                "Sie werden geschlossen und bleiben: Schritte, Notizen und Exporte nennen die "
                "Person."
            ),
        ),
        (
            NUMBER,
            Field("username", "Anmeldename", "Zur Anmeldung."),
            Field("password", "Prüfwert des Passworts", "Zur Anmeldung; zurückrechnen geht nicht."),
            Field("first_name", "Vorname", "Damit andere wissen, wer einen Schritt tat."),
            Field("last_name", "Nachname", "Damit andere wissen, wer einen Schritt tat."),
            Field("email", "E-Mail-Adresse", "Dienstlich: für Mails, die die Person möchte."),
            Field("is_active", "Konto offen", "Wer gegangen ist, kommt nicht mehr hinein."),
            Field("is_staff", "Beschäftigte oder Beschäftigter", "Nur sie kommen hinein."),
            Field("is_superuser", "Rechte der Betreiber", "Wer das Portal einrichtet."),
            Field("date_joined", "Zeit", "Wann das Konto entstand; keine Seite zeigt es."),
            Field("last_login", "Zeit", "Letzte Anmeldung; keine Seite zeigt sie."),
            Field("groups", "Rollen", "Was die Person tun darf."),
            Field("user_permissions", "einzelne Rechte", "Bleibt leer."),
        ),
    ),
    Kind(
        "auth.User_groups",
        "Rollen der Beschäftigten",
        "Damit alle nur tun können, was zu ihrer Arbeit gehört.",
        WORK,
        "Die Leitung.",
        (With("So lange wie das Konto.", "auth.User"),),
    ),
    Kind(
        "forums.Ministry_members",
        "Ministerien der Beschäftigten",
        "Damit alle nur Beiträge der eigenen Themenforen sehen.",
        WORK,
        "Die Leitung und die Redaktion.",
        (With("So lange wie das Konto.", "auth.User"),),
    ),
    Kind(
        "forums.Ministry_approvers",
        "Beschäftigte, die Antworten ihres Ministeriums freigeben",
        "Damit eine zweite Person liest, was das Ministerium antwortet.",
        WORK,
        "Die Leitung und die Redaktion.",
        (With("So lange wie das Konto.", "auth.User"),),
    ),
    Kind(
        "mfa.Authenticator",
        "Zweiter Faktor der Anmeldung",
        "Damit ein Passwort allein nicht genügt.",
        WORK,
        "Die Person selbst. Geheimnisse sind verschlüsselt.",
        (Verb("Bis die Person ihn entfernt oder zwei aus der Leitung ihn zurücksetzen."),),
        (
            NUMBER,
            Field("user", "Beschäftigte oder Beschäftigter", "Wessen Faktor es ist."),
            Field("type", "Art", "Ob App, Passkey oder Ersatzcodes."),
            Field("data", "Geheimnis", "Womit geprüft wird; verschlüsselt."),
            Field("created_at", "Zeit", "Seit wann; sieht nur die Person."),
            Field("last_used_at", "Zeit", "Zuletzt verwendet; sieht nur die Person."),
        ),
    ),
    Kind(
        "sessions.Session",
        "Laufende Anmeldungen",
        "Damit Beschäftigte angemeldet bleiben.",
        WORK,
        NOBODY,
        (
            Rule(
                "Eine Stunde nach dem letzten Klick, spätestens zehn Stunden nach der Anmeldung.",
                lambda now: Q(expire_date__lt=now),
            ),
        ),
        (
            Field("session_key", "Schlüssel", "Damit der Browser sie wiederfindet."),
            Field("session_data", "Inhalt", "Wer angemeldet ist, und seit wann."),
            Field("expire_date", "Zeit", "Wann sie endet."),
        ),
    ),
    Kind(
        "usersessions.UserSession",
        "Woher Beschäftigte angemeldet sind",
        "Damit sie fremde Anmeldungen erkennen, an IP-Adresse, Browser und Zeit.",
        WORK,
        "Nur die Person selbst.",
        (Rule("So lange wie die Anmeldung.", without_session),),
        (
            NUMBER,
            Field("user", "Beschäftigte oder Beschäftigter", "Wer angemeldet ist."),
            Field("ip", "IP-Adresse", "Woher."),
            Field("user_agent", "Browser", "Womit."),
            Field("created_at", "Zeit", "Seit wann."),
            Field("last_seen_at", "Zeit", "Wann zuletzt."),
            Field("session_key", "Schlüssel", "Zu welcher Anmeldung es gehört."),
            Field("data", "weitere Angaben", "Bleibt leer."),
        ),
    ),
    Kind(
        "django_cache",
        "Zähler gegen das Erraten von Passwörtern",
        "Damit niemand viele Passwörter versucht; gezählt wird mit der IP-Adresse, von der aus "
        "sich jemand anmelden will.",
        WORK,
        NOBODY,
        (
            Rule(
                "Nach wenigen Minuten ungültig, in der Stunde danach gelöscht.",
                lambda now: Q(expires__lt=now),
            ),
        ),
    ),
    Kind(
        "admin.LogEntry",
        "Protokoll der Verwaltung",
        "Damit sich klären lässt, wer was geändert hat.",
        WORK,
        "Wer den Eintrag, um den es geht, bearbeiten darf.",
        (Rule("2 Jahre.", lambda now: Q(action_time__lt=now - 2 * YEAR)),),
        (
            NUMBER,
            Field("action_time", "Zeit", "Wann es war."),
            Field("user", "Beschäftigte oder Beschäftigter", "Wer es tat."),
            Field("content_type", "Art des Eintrags", "Was geändert wurde."),
            Field("object_id", "Eintrag", "Was geändert wurde."),
            Field("object_repr", "Name des Eintrags", "Was geändert wurde."),
            Field("action_flag", "Art", "Ob angelegt, geändert oder gelöscht."),
            Field("change_message", "Felder", "Welche Felder, ohne Inhalt."),
        ),
    ),
    Kind(
        "ruhrdialog.Event",
        "Anmeldungen, Rechte, Exporte, Einlesen und Löschungen",
        "Damit sich klären lässt, ob jemand mit fremdem Zugang oder ohne Grund gehandelt hat.",
        WORK,
        "Der Datenschutz des Portals; die Leitung ohne Anmeldungen, Passwörter und zweite "
        "Faktoren; diese sieht auch, wen sie betreffen.",
        (
            Rule(
                "90 Tage.", lambda now: Q(at__lt=now - timedelta(days=90)) & ~Q(what__in=ACCOUNTED)
            ),
            Rule("Exporte und Löschungen: 2 Jahre.", lambda now: Q(at__lt=now - 2 * YEAR)),
        ),
        (
            NUMBER,
            Field("at", "Zeit", "Wann es war."),
            Field("what", "Art", "Was geschah."),
            Field("by", "Beschäftigte oder Beschäftigter", "Wer es tat."),
            Field(
                "about",
                "Beschäftigte oder Beschäftigter",
                "Wessen Konto es betrifft, oder wem eine Löschung angekündigt wurde.",
            ),
            Field("detail", "Einzelheiten", "Was genau, ohne Inhalte, Suchworte und IP-Adressen."),
        ),
    ),
    Kind(
        "ruhrdialog.AccessReset",
        "Anträge, einen Zugang zurückzusetzen",
        "Damit niemand allein Passwort und zweiten Faktor anderer zurücksetzt.",
        WORK,
        "Die Leitung.",
        (Rule("1 Tag.", lambda now: Q(asked_at__lt=now - timedelta(days=1))),),
        (
            Field("user", "Beschäftigte oder Beschäftigter", "Wessen Zugang es ist."),
            Field("asked_by", "Beschäftigte oder Beschäftigter", "Wer es beantragt hat."),
            Field("asked_at", "Zeit", "Wann; der Antrag gilt einen Tag."),
        ),
    ),
    Kind(
        "ruhrdialog.StartPassword",
        "Wer noch ein Startpasswort hat",
        "Damit ein Passwort, das andere kennen, nur für die erste Anmeldung gilt.",
        WORK,
        NOBODY,
        (Verb("Bis die Person ein eigenes Passwort wählt."),),
        (
            Field("user", "Beschäftigte oder Beschäftigter", "Wessen Passwort es ist."),
            Field("since", "Zeit", "Seit wann; es gilt sieben Tage."),
        ),
    ),
    Kind(
        "reversion.Revision",
        "Wer wann einen Text geändert hat",
        "Damit sich klären lässt, von wem ein Text ist.",
        WORK,
        "Wer den Text bearbeiten darf.",
        (Rule("2 Jahre.", lambda now: Q(date_created__lt=now - 2 * YEAR)),),
        (
            NUMBER,
            Field("date_created", "Zeit", "Wann es war."),
            Field("user", "Beschäftigte oder Beschäftigter", "Wer es tat."),
            Field("comment", "Bemerkung", "Welche Felder, ohne Inhalt."),
        ),
    ),
    Kind(
        "reversion.Version",
        "Frühere Fassungen von Texten",
        "Damit sich eine frühere Fassung zurückholen lässt.",
        WORK,
        "Wer den Text bearbeiten darf.",
        (With("So lange wie der Eintrag, wer den Text geändert hat.", "reversion.Revision"),),
    ),
    Kind(
        "survey.Assignment",
        "Wem welcher Beitrag vergeben ist",
        "Damit jede Person unter „Meine“ findet, worum sie sich kümmert.",
        WORK,
        "Wer den Beitrag bearbeiten darf; als Liste nur die Person selbst und ihre Vertretung.",
        (
            Verb("Bis jemand es ändert oder zurücknimmt."),
            With("Längstens so lange wie der Beitrag.", "survey.Submission"),
            Rule(
                "Ist der Beitrag erledigt: bis zum zweiten Tag danach.",
                lambda now: Assignment.objects.done(now),
            ),
            Rule(
                "Bearbeitet die Person das Themenforum nicht mehr: höchstens eine Stunde.",
                lambda now: Assignment.objects.of_who_has_left(),
            ),
        ),
        (
            Field("submission", "Beitrag", "Welcher Beitrag vergeben ist."),
            Field("forum", "Themenforum", "Wofür es gilt: Anderswo ist er wieder niemandes."),
            Field(
                "person",
                "Beschäftigte oder Beschäftigter",
                "Wem er vergeben ist; leer, wenn es zurückgenommen wurde.",
            ),
        ),
    ),
    Kind(
        "survey.AssignmentRule",
        "Regeln, nach denen Beiträge vergeben werden",
        "Damit die Beiträge eines Themenforums oder Schlagworts von selbst an eine Person gehen.",
        WORK,
        "Die Leitung.",
        (Verb("Bis die Leitung sie löscht."),),
        (
            NUMBER,
            Field("forum", "Themenforum", "Welche Beiträge es sind."),
            Field("tag", "Schlagwort", "Welche Beiträge es sind."),
            Field("person", "Beschäftigte oder Beschäftigter", "Wer sie bekommt."),
        ),
    ),
    Kind(
        "survey.Cover",
        "Vertretungen",
        "Damit während eines Urlaubs jemand sieht, was der vertretenen Person vergeben ist.",
        WORK,
        "Die Person selbst, wer sie vertritt, und die Leitung.",
        (
            Verb("Bis die Person oder die Leitung sie löscht."),
            Rule(
                "Am Tag nach dem letzten Tag der Vertretung.",
                lambda now: Q(last_day__lt=localdate(now)),
            ),
        ),
        (
            NUMBER,
            Field("person", "Beschäftigte oder Beschäftigter", "Wer vertreten wird."),
            Field("colleague", "Beschäftigte oder Beschäftigter", "Wer vertritt."),
            Field("first_day", "erster Tag", "Ab wann es gilt."),
            Field("last_day", "letzter Tag", "Bis wann es gilt."),
        ),
    ),
    Kind(
        "survey.WeeklyMail",
        "Wer die Wochenmail möchte",
        "Damit sie nur bekommt, wer sie will.",
        WORK,
        "Nur die Person selbst.",
        (Verb("Bis die Person sie abstellt."),),
        (
            Field("user", "Beschäftigte oder Beschäftigter", "Wer sie möchte."),
            Field("sent_on", "Tag", "Wann sie zuletzt kam, damit sie nicht zweimal kommt."),
        ),
    ),
    Kind(
        "survey.Claim",
        "Wer gerade welchen Beitrag offen hat",
        "Damit nicht zwei zugleich denselben Beitrag lesen; „Nächster“ führt an ihm vorbei.",
        WORK,
        "Die Kolleginnen und Kollegen, die den Beitrag bearbeiten dürfen, und die Leitung.",
        (
            Verb("Bis die Person die Seite verlässt."),
            Rule(
                "Nach fünf Minuten ohne Eingabe ungültig und gelöscht, sobald jemand einen Beitrag "
                "öffnet, spätestens nach einer Stunde.",
                lambda now: Q(until__lte=now),
            ),
        ),
        (
            Field("submission", "Beitrag", "Welcher Beitrag offen ist."),
            Field("by", "Beschäftigte oder Beschäftigter", "Wer ihn offen hat."),
            Field("until", "Zeit", "Bis wann es gilt."),
        ),
    ),
    Kind(
        "survey.ExportRecord",
        "Verzeichnis der Exporte",
        "Damit bekannt ist, wer Beiträge mitgenommen hat.",
        WORK,
        "Die Leitung und der Datenschutz des Portals.",
        (Rule("2 Jahre.", lambda now: Q(at__lt=now - 2 * YEAR)),),
        (
            NUMBER,
            Field("at", "Zeit", "Wann Beiträge mitgenommen wurden."),
            Field("by", "Beschäftigte oder Beschäftigter", "Wer es tat."),
            Field("format", "Format", "In welcher Form."),
            Field("filter", "Filter", "Welche Beiträge."),
            Field("number", "Anzahl", "Wie viele."),
        ),
    ),
    Kind(
        "survey.ImportRecord",
        "Verzeichnis des Einlesens",
        "Damit sich eine falsche Datei zurücknehmen lässt und bekannt ist, woher Beiträge kamen.",
        WORK,
        "Die Leitung.",
        (Rule("2 Jahre.", lambda now: Q(at__lt=now - 2 * YEAR)),),
        (
            NUMBER,
            Field("at", "Zeit", "Wann die Datei eingelesen wurde."),
            Field("by", "Beschäftigte oder Beschäftigter", "Wer es tat."),
            Field("file", "Datei", "Wie sie hieß."),
            Field("source", "Weg", "Auf welchem Weg die Beiträge kamen."),
            Field("number", "Anzahl", "Wie viele."),
        ),
    ),
    Kind(
        "survey.LostStep",
        "Schritte, die entfallen sind",
        "Damit Beschäftigte erfahren, dass eine Bürgerin oder ein Bürger schneller war, und was "
        "sie geschrieben hatten noch haben.",
        WORK,
        "Nur die Person, deren Schritt es war.",
        (
            Verb("Bis die Person es gesehen hat."),
            Rule("7 Tage.", lambda now: Q(day__lt=localdate(now - timedelta(days=7)))),
            With("Längstens so lange wie der Beitrag.", "survey.Submission"),
        ),
        (
            NUMBER,
            Field("by", "Beschäftigte oder Beschäftigter", "Wessen Schritt es war."),
            Field("submission", "Beitrag", "Zu welchem; leer, wenn er zurückgezogen ist."),
            Field("verb", "Schritt", "Welcher Schritt es war."),
            Field("text", "Text", "Was die Person geschrieben hatte."),
            Field("day", "Tag", "Wann es entfiel."),
        ),
    ),
    Kind(
        "survey.DeskKeys",
        "Eigene Tasten",
        "Damit jede und jeder die Tasten der Beiträge ändern oder abschalten kann.",
        WORK,
        "Nur die Person selbst.",
        (With("So lange wie das Konto.", "auth.User"),),
        (
            NUMBER,
            Field("user", "Beschäftigte oder Beschäftigter", "Wessen Tasten es sind."),
            Field("are_on", "eingeschaltet", "Ob einzelne Tasten etwas tun."),
            Field("chosen", "Tasten", "Welche Taste was tut."),
        ),
    ),
    Kind(
        "survey.Update",
        "Neuigkeiten, mit dem Namen, wer sie veröffentlicht hat",
        "Damit alle erfahren, was aus der Befragung wird.",
        TASK,
        "Alle; den Namen die Redaktion.",
        (Verb("Bis die Redaktion sie löscht."),),
        (
            NUMBER,
            Field("title", "Titel", "Steht auf der Seite der Neuigkeiten."),
            Field("slug", "Adresse", "Unter ihr steht die Neuigkeit."),
            Field("text", "Text", "Steht auf der Seite der Neuigkeiten."),
            Field("topics", "Themen", "Wer sie bekommt."),
            Field("published_at", "Zeit", "Wann sie veröffentlicht wurde."),
            Field("published_by", "Beschäftigte oder Beschäftigter", "Wer es getan hat."),
        ),
    ),
    Kind(
        "forums.Moderator",
        "Moderation der Themenforen, mit Namen und Amt",
        "Damit alle wissen, wer ein Themenforum leitet.",
        TASK,
        "Alle.",
        (Verb("Bis die Redaktion sie löscht."),),
    ),
)
