"""What the portal stores about citizens; these rows stand in full at `/datenschutz/`."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from survey.news.models import DELIVERIES_KEPT, UNCONFIRMED, Delivery, start_of_day
from survey.participation.models import SurveyPeriod
from survey.results.publications import Publication
from survey.submissions.history import ReviewStep
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.querysets import with_step
from survey.submissions.steps import SORT_OUT, SPAM
from survey.upkeep.announcing import KEPT, NOTICE, announcements
from survey.upkeep.kinds import (
    CONSENT,
    KEY,
    LONGEST_BACKUP,
    NOBODY,
    NUMBER,
    TASK,
    YEAR,
    Field,
    Kind,
    Rule,
    Verb,
    With,
)

CUT = ", nach der Nacht nur der Tag"


def two_years_after_the_survey(now: datetime) -> Q:
    """Take all rows when the survey ended two years ago; without an end none."""
    return Q(Exists(SurveyPeriod.objects.filter(closes_at__lt=now - KEPT)))


def announced(now: datetime) -> Q:
    """Take all rows then, if it was announced three months ago."""
    told = announcements().filter(at__lt=now - NOTICE)
    return two_years_after_the_survey(now) & Q(Exists(told))


def with_the_last_submission(now: datetime) -> Q:
    """Take all rows then, if there are no submissions any more that may be waiting for it."""
    return two_years_after_the_survey(now) & without_any_submission(now)


def sorted_out(now: datetime) -> Q:
    """Take what staff sorted out that long ago, however old it was then."""
    last_day = localdate(now - timedelta(days=180))
    return Q(state=SPAM, day__lt=last_day) & ~Q(with_step(SORT_OUT, day__gte=last_day))


def leave_traces(keys: list[Any]) -> None:
    Withdrawal.objects.leave_of_sorted_out(Submission.objects.filter(pk__in=keys))


def said_since(now: datetime) -> Q:
    """Take the drafts of what the citizen has been told since."""
    steps = ReviewStep.objects.visible().filter(
        submission=OuterRef("submission"), verb=OuterRef("verb"), pk__gt=OuterRef("after")
    )
    return Q(Exists(steps))


def ended_deliveries(now: datetime) -> Q:
    ended = Q(state__in=[Delivery.State.SENT, Delivery.State.REFUSED])
    return ended & Q(update__published_at__lt=now - DELIVERIES_KEPT)


def ended_jobs(now: datetime) -> Q:
    """Take what the worker, which deletes its jobs itself, has left for any reason."""
    return Q(status__in=["succeeded", "failed", "cancelled", "aborted"])


def without_submissions(now: datetime) -> Q:
    return Q(~Exists(Submission.objects.filter(campaign=OuterRef("pk"))))


def without_any_submission(now: datetime) -> Q:
    """Take the tallies when there is nothing to count: they add up to 0 then."""
    return Q(~Exists(Submission.objects.all()))


CITIZENS = (
    Kind(
        "survey.Submission",
        "Ihr Beitrag",
        "Damit wir erfahren, was Ihnen wichtig ist, und Ihnen antworten können.",
        f"{TASK} Ihren Text veröffentlichen wir nur, wenn Sie einwilligen "
        "(Artikel 6 Absatz 1 Buchstabe a DSGVO).",
        "Die Beschäftigten der Ministerien, die ihn bearbeiten oder weitergegeben haben, die "
        "Leitung und der Datenschutz des Portals; mit dem Link auf Ihrem Beleg Sie selbst. Am Ende "
        "bietet die Leitung dem Landesarchiv an, was nicht zurückgezogen ist (§ 4 ArchivG NRW).",
        (
            Verb("Bis Sie ihn zurückziehen oder löschen lassen.", "withdraw"),
            Rule(
                "Was aussortiert wurde (Werbung, Missbrauch): 180 Tage danach.",
                sorted_out,
                leave_traces,
            ),
            Rule(
                "Längstens bis 2 Jahre nach dem Ende der Befragung, oder bis drei Monate nach der "
                "Ankündigung an die Leitung, wenn das später ist.",
                announced,
            ),
        ),
        (
            KEY,
            Field("receipt_hash", "Prüfwert Ihres Belegs", "Damit nur Ihr Link ihn öffnet."),
            Field("reference", "Beitragsnummer", "Damit Sie am Telefon sagen können, welcher."),
            Field("day", "Tag des Eingangs", "Um zu sehen, wie lange ein Beitrag wartet."),
            Field("forum", "gewähltes Thema", "Ihre Antwort auf die erste Frage."),
            Field("other_topic", "eigenes Thema", "Ihre Antwort auf die erste Frage."),
            Field("reason", "Begründung", "Ihre Antwort, freiwillig."),
            Field("proposal", "Vorschlag", "Ihre Antwort, freiwillig."),
            Field("further_interests", "weitere Themen", "Ihre Antwort, freiwillig."),
            Field("publication_consent", "Einwilligung", "Nur mit ihr wird Ihr Text gezeigt."),
            Field("wording_version", "Fassung der Einwilligung", "Als Nachweis, worin."),
            Field("assigned_forum", "zuständiges Themenforum", "Damit es jemand bearbeitet."),
            Field("state", "Stand der Bearbeitung", "Damit Sie sehen, was daraus wurde."),
            Field(
                "check_reason",
                "Bitte prüfen",
                "Wenn er nach Werbung oder nach einem Programm aussieht, oder sehr viele aus einem "
                "Netz kamen.",
            ),
            Field("tags", "Schlagworte", "Damit das Themenforum Ähnliches beisammen hat."),
            Field("search_vector", "Suchverzeichnis", "Damit wir Beiträge finden."),
            Field("source", "Quelle", "Ob online, auf Papier oder am Telefon."),
            Field("signature", "Textmuster", "Damit wir fast gleiche Texte finden."),
            Field("campaign", "Kampagne", "Viele fast gleiche Texte stehen beisammen."),
            Field(
                "batch",
                "Einlesen",
                "Mit welcher Datei es kam, damit ein falsches Einlesen zurückgeht.",
            ),
            Field("urgent", "dringend", "Ob jemand in Gefahr oder mit Namen genannt sein kann."),
            Field("version", "Zahl der Änderungen", "Damit keine Änderung verloren geht."),
        ),
    ),
    Kind(
        "survey.ReviewStep",
        "Bearbeitung Ihres Beitrags",
        "Damit Sie und die Beschäftigten sehen, was mit Ihrem Beitrag geschah.",
        TASK,
        "Wer den Beitrag sieht; Sie selbst sehen weder Notizen noch Namen von Beschäftigten.",
        (With("So lange wie der Beitrag.", "survey.Submission"),),
        (
            NUMBER,
            Field("submission", "Beitrag", "Zu welchem Beitrag der Schritt gehört."),
            Field("verb", "Schritt", "Was geschah: gelesen, gefragt, beantwortet."),
            Field("state", "Stand danach", "Wie weit der Beitrag damit kam."),
            Field("day", "Tag", "Wann es geschah."),
            Field("text", "Frage oder Antwort", "Was das Themenforum oder Sie schrieben."),
            Field("note", "Notiz", "Was Beschäftigte dazu einander schreiben."),
            Field("was", "früherer Schritt", "Was zurückgenommen wurde, ohne Worte."),
            Field("forum", "Themenforum", "Wohin der Beitrag ging."),
            Field("by", "Beschäftigte oder Beschäftigter", "Wer es im Amt getan hat."),
        ),
    ),
    Kind(
        "survey.HeldStep",
        "Schritte, die sich noch zurücknehmen lassen",
        "Damit ein falscher Tastendruck nicht gleich auf Ihrem Beleg steht.",
        TASK,
        "Wer den Beitrag bearbeitet.",
        (
            Rule(
                "Zehn Minuten, spätestens eine Stunde danach; kommt nicht in Sicherungen.",
                lambda now: Q(until__lte=now),
            ),
            With("Längstens so lange wie der Schritt.", "survey.ReviewStep"),
        ),
        (
            Field("step", "Schritt", "Welcher Schritt es ist."),
            Field("submission", "Beitrag", "Zu welchem Beitrag er gehört."),
            Field("until", "Zeit", "Bis wann er sich zurücknehmen lässt."),
            Field("bulk", "zufälliger Schlüssel", "Mit welchen anderen Schritten er geschah."),
            Field("state", "Stand davor", "Damit der Beitrag wieder wird, wie er war."),
            Field("assigned_forum", "Themenforum davor", "Damit der Beitrag wieder dort liegt."),
            Field("check_reason", "Bitte prüfen davor", "Damit es wieder dort steht."),
        ),
    ),
    Kind(
        "survey.Note",
        "Interne Notizen zu Ihrem Beitrag",
        "Damit Beschäftigte sich über die Bearbeitung verständigen können.",
        TASK,
        "Die Beschäftigten, die den Beitrag bearbeiten, und die Leitung.",
        (With("So lange wie der Beitrag.", "survey.Submission"),),
        (
            NUMBER,
            Field("submission", "Beitrag", "Zu welchem Beitrag die Notiz gehört."),
            Field("text", "Notiz", "Was Beschäftigte einander schreiben."),
            Field("day", "Tag", "Wann sie es schrieben."),
            Field("by", "Beschäftigte oder Beschäftigter", "Wer es schrieb."),
        ),
    ),
    Kind(
        "survey.Publication",
        "Ihr Text, wie er veröffentlicht ist oder veröffentlicht werden soll",
        "Damit alle sehen, was geschrieben wurde und was das Themenforum antwortet.",
        CONSENT,
        "Was veröffentlicht ist, alle, ohne Namen; sonst, wer den Beitrag sieht.",
        (
            With("So lange wie der Beitrag.", "survey.Submission"),
            Verb("Bis Sie die Zustimmung zurücknehmen oder Beschäftigte es beenden.", "end"),
        ),
        (
            NUMBER,
            Field("submission", "Beitrag", "Woher der Text kommt."),
            Field("address", "Adresse", "Unter ihr steht der Text."),
            Field("topic", "Thema", "Worum es geht."),
            Field("reason", "Begründung, geschwärzt", "Steht auf der Seite."),
            Field("proposal", "Vorschlag, geschwärzt", "Steht auf der Seite."),
            Field("answer", "Antwort, geschwärzt", "Steht auf der Seite."),
            Field("chosen_by", "Wer ihn ausgewählt hat", "Damit zwei ihn gelesen haben."),
            Field("chosen_on", "Tag der Auswahl", "Für die Bearbeitung."),
            Field("published_by", "Wer ihn veröffentlicht hat", "Damit zwei ihn gelesen haben."),
        ),
    ),
    Kind(
        "survey.PublicAddress",
        "Adressen, unter denen Texte veröffentlicht sind oder waren, ohne die Texte",
        "Damit eine Adresse sagt, dass dort nichts mehr ist, und andere ihre Kopien löschen.",
        "Andere müssen erfahren, dass sie löschen sollen (Artikel 17 Absatz 2 DSGVO).",
        "Alle.",
        (
            Rule(
                "5 Jahre nachdem der Text nicht mehr öffentlich ist.",
                lambda now: Q(
                    ~Exists(Publication.objects.filter(address=OuterRef("pk"))),
                    gone_on__lt=localdate(now - 5 * YEAR),
                ),
            ),
        ),
        (
            Field("code", "zufällige Adresse", "Um die Seite zu finden."),
            Field("published_on", "Tag", "Seit wann der Text öffentlich war."),
            Field("gone_on", "Tag", "Seit wann er es nicht mehr ist."),
        ),
    ),
    Kind(
        "survey.SentenceContribution",
        "In welchem Satz einer Zusammenfassung Ihr Beitrag steckt",
        "Damit zu jedem Satz die Beiträge bekannt sind.",
        TASK,
        "Die Leitung. Alle sehen nur eine gerundete Zahl.",
        (With("So lange wie der Beitrag.", "survey.Submission"),),
        (
            NUMBER,
            Field("sentence", "Satz", "Welcher es ist."),
            Field("submission", "Beitrag", "Welcher dahinter steht."),
        ),
    ),
    Kind(
        "survey.ProjectContribution",
        "In welches Projekt Ihr Beitrag eingegangen ist",
        "Damit Sie auf Ihrem Beleg sehen, was daraus wurde.",
        TASK,
        "Die Leitung; mit dem Link auf Ihrem Beleg Sie selbst. Alle sehen nur eine gerundete Zahl.",
        (With("So lange wie der Beitrag.", "survey.Submission"),),
        (
            NUMBER,
            Field("submission", "Beitrag", "Welcher es ist."),
            Field("project", "Projekt", "Welches er angestoßen hat."),
        ),
    ),
    Kind(
        "survey.AnswerDraft",
        "Entwürfe von Antworten auf Ihren Beitrag",
        "Damit mehrere an einer Antwort schreiben können.",
        TASK,
        "Die Beschäftigten, die den Beitrag bearbeiten, und die Leitung.",
        (
            Verb("Bis sie ihn verwerfen."),
            Rule("Bis eine Stunde, nachdem er auf Ihrem Beleg steht.", said_since),
            With("Längstens so lange wie der Beitrag.", "survey.Submission"),
        ),
        (
            NUMBER,
            Field("submission", "Beitrag", "Zu welchem Beitrag der Entwurf gehört."),
            Field("verb", "Schritt", "Ob es eine Antwort, eine Frage oder ein Grund ist."),
            Field("text", "Text", "Was Beschäftigte Ihnen schreiben möchten."),
            Field("day", "Tag", "Wann sie es schrieben."),
            Field("by", "Beschäftigte oder Beschäftigter", "Wer es schrieb."),
            Field("after", "Schritt davor", "Um zu wissen, ob es schon gesendet ist."),
            Field("handed_in", "Zur Freigabe", "Ob eine zweite Person ihn freigeben soll."),
            Field("decided", "Entscheidung", "Welcher Schritt ihn freigab oder zurückgab."),
            Field("send_at", "Zeit", "Wann er gesendet werden soll; danach gelöscht."),
        ),
    ),
    Kind(
        "survey.Tag",
        "Schlagworte der Themenforen",
        "Damit ein Themenforum ähnliche Beiträge beisammen hat.",
        TASK,
        "Die Beschäftigten des Themenforums und die Leitung.",
        (
            Verb("Bis die Leitung sie löscht."),
            Rule(
                "Längstens, bis 2 Jahre nach dem Ende der Befragung auch der letzte Beitrag "
                "gelöscht ist.",
                with_the_last_submission,
            ),
        ),
        (
            NUMBER,
            Field("forum", "Themenforum", "Wer danach sortiert."),
            Field("name", "Schlagwort", "Wonach sortiert wird."),
        ),
    ),
    Kind(
        "survey.Word",
        "Wörter, die in Beiträgen stehen, ohne die Beiträge",
        "Damit die Suche auch Teile von Wörtern findet und Tippfehler bemerkt.",
        TASK,
        f"{NOBODY} Bei Tippfehlern wird ein Wort vorgeschlagen, wenn es in einem Beitrag steht, "
        "den die oder der Beschäftigte sehen darf.",
        (
            Rule(
                "Bis zur Nacht, nachdem das Wort in keinem Beitrag mehr steht; spätestens mit dem "
                "letzten Beitrag.",
                without_any_submission,
            ),
        ),
        (
            Field("word", "Wort, klein geschrieben", "Um es in Beiträgen zu finden."),
            Field("folded", "Wort ohne Umlaute", "Um es in jeder Schreibweise zu finden."),
        ),
    ),
    Kind(
        "survey.Campaign",
        "Kampagnen: fast gleiche Texte",
        "Damit viele fast gleiche Beiträge zusammen bearbeitet werden können.",
        TASK,
        "Die Beschäftigten, die Beiträge bearbeiten, und die Leitung.",
        (Rule("Bis der letzte ihrer Beiträge gelöscht ist.", without_submissions),),
        (
            NUMBER,
            Field("signature", "Textmuster", "Damit wir weitere gleiche Texte finden."),
            Field("share", "Anteil gleicher Wörter", "Warum sie beisammen stehen."),
            Field("day", "Tag", "Wann wir es erkannt haben."),
        ),
    ),
    Kind(
        "survey.Tally",
        "Zählungen der Beiträge",
        "Damit Übersichten schnell da sind; sie enthalten keine Texte.",
        TASK,
        "Die Beschäftigten, jeweils für die Themenforen ihrer Ministerien, und die Leitung.",
        (
            Rule(
                "So lange es gezählte Beiträge gibt; was gelöscht wird, zählt nicht mehr.",
                without_any_submission,
            ),
        ),
        (
            KEY,
            Field("what", "Gezähltes", "Ob Beiträge, Themen, Schlagworte oder Antworten."),
            Field("span", "Zeitraum", "Ob die Zahl für einen Tag oder einen Monat steht."),
            Field("day", "Tag", "Wie viel an einem Tag kam."),
            Field("assigned_forum", "zuständiges Themenforum", "Wer zu tun hat."),
            Field("forum", "Thema", "Wie viele ein Thema wählten."),
            Field("state", "Stand der Bearbeitung", "Wie weit die Arbeit ist."),
            Field("with_proposal", "mit Vorschlag", "Wie viele etwas vorschlagen."),
            Field("value", "weiteres Thema, Schlagwort oder Tage", "Was gezählt wird."),
            Field("number", "Anzahl", "Wie viele es sind."),
        ),
    ),
    Kind(
        "survey.Withdrawal",
        "Spur eines gelöschten Beitrags",
        "Damit ein Beitrag, den Sie zurückgezogen haben oder den wir aussortiert haben, nicht "
        "zurückkommt und Ihr Link sagen kann, dass er gelöscht ist.",
        TASK,
        f"{NOBODY} Den Tag sehen Sie selbst mit dem Link auf Ihrem Beleg.",
        (
            Rule(
                "Bis 2 Jahre nach dem Ende der Befragung auch der letzte Beitrag gelöscht ist.",
                with_the_last_submission,
            ),
        ),
        (
            Field("receipt_hash", "Prüfwert des Belegs", "Damit er nicht zurückkommt."),
            Field("day", "Tag", "Damit Ihr Link sagen kann, wann gelöscht wurde."),
            Field("was_sorted_out", "Aussortiert", "Damit Ihr Link sagen kann, warum."),
        ),
    ),
    Kind(
        "survey.ConsentTakenBack",
        "Zurückgenommene Einwilligung zum Veröffentlichen",
        "Damit eine Einwilligung, die Sie zurückgenommen haben, auch dann nicht wieder gilt, wenn "
        "wir eine Sicherungskopie brauchen.",
        TASK,
        NOBODY,
        (
            Rule(
                "90 Tage: So lange werden Sicherungskopien höchstens aufgehoben.",
                lambda now: Q(day__lt=localdate(now - LONGEST_BACKUP)),
            ),
        ),
        (
            Field("receipt_hash", "Prüfwert des Belegs", "Um den Beitrag zu finden."),
            Field("day", "Tag", "Um die Zeile rechtzeitig zu löschen."),
        ),
    ),
    Kind(
        "survey.BlackOut",
        "Dass eine Stelle Ihres Beitrags endgültig geschwärzt ist, ohne die Stelle",
        "Damit Angaben über eine dritte Person auch dann nicht wiederkommen, wenn wir eine "
        "Sicherungskopie brauchen.",
        TASK,
        NOBODY,
        (
            With("Längstens so lange wie der Beitrag.", "survey.Submission"),
            Rule(
                "90 Tage: So lange werden Sicherungskopien höchstens aufgehoben.",
                lambda now: Q(day__lt=localdate(now - LONGEST_BACKUP)),
            ),
        ),
        (
            NUMBER,
            Field("submission", "Beitrag", "Um die Texte zu finden."),
            Field("passage_hash", "Prüfwert der Stelle", "Um die Stelle wiederzufinden."),
            Field("length", "Länge der Stelle", "Um die Stelle wiederzufinden."),
            Field("day", "Tag", "Um die Zeile rechtzeitig zu löschen."),
        ),
    ),
    Kind(
        "survey.Draft",
        "Ihr Entwurf, wenn Sie „Später weiterschreiben“ wählen",
        "Damit Sie später weiterschreiben können, ohne Konto und auch an einem anderen Gerät.",
        f"{CONSENT} Sie speichern ihn selbst.",
        "Niemand als Sie selbst, mit Ihrem Link: Er ist verschlüsselt, und der Schlüssel steht nur "
        "im Link.",
        (
            Verb("Bis Sie ihn absenden oder löschen.", "delete"),
            Rule(
                "Längstens 14 Tage, nachdem Sie ihn zuletzt gespeichert haben.",
                lambda now: Q(ends_on__lt=localdate(now)),
            ),
        ),
        (
            Field("name", "Prüfwert Ihres Links", "Damit Ihr Link ihn findet."),
            Field("content", "verschlüsselter Entwurf", "Was Sie geschrieben haben, ohne E-Mail."),
            Field("ends_on", "letzter Tag", "Damit wir ihn rechtzeitig löschen."),
        ),
    ),
    Kind(
        "survey.Subscription",
        "Ihre E-Mail-Adresse, getrennt von Ihren Antworten",
        "Damit wir Sie auf dem Laufenden halten, wenn Sie das möchten.",
        f"{CONSENT} Ihre Einwilligung müssen wir nachweisen können (Artikel 7 Absatz 1 DSGVO).",
        "Der Datenschutz des Portals; mit dem Link in unseren Mails Sie selbst.",
        (
            Verb("Bis Sie sich abmelden."),
            Verb("Ohne Ihre Bestätigung: bis sich zeigt, dass es das Postfach nicht gibt."),
            Verb("Bis E-Mails an drei verschiedenen Tagen zurückkamen.", "note_bounce"),
            Rule(
                "Ohne Ihre Bestätigung: 48 Stunden, gerechnet vom Ende des Tages.",
                lambda now: Q(confirmed_at=None, requested_at__lt=start_of_day(now - UNCONFIRMED)),
            ),
        ),
        (
            KEY,
            Field("address", "E-Mail-Adresse", "Um Sie zu informieren, freiwillig."),
            Field("token", "Geheimnis", "Damit nur Ihre Links in unseren Mails gelten."),
            Field("wording_version", "Fassung der Einwilligung", "Als Nachweis."),
            Field(
                "requested_at", "Zeit der Anmeldung, nach der Nacht nur der Tag", "Als Nachweis."
            ),
            Field(
                "confirmed_at", "Zeit der Bestätigung, nach der Nacht nur der Tag", "Als Nachweis."
            ),
            Field(
                "mailed_at",
                f"Zeit der letzten Mail dazu{CUT}",
                "Damit Sie nur eine bekommen.",
            ),
            Field("topics", "gewünschte Themen", "Um nur darüber zu informieren."),
            Field(
                "bounced_on",
                "Tage, an denen eine E-Mail zurückkam, längstens ein Jahr",
                "Um nicht weiter an eine Adresse zu schreiben, die es nicht gibt.",
            ),
        ),
    ),
    Kind(
        "survey.ConsentProof",
        "Nachweis Ihrer Einwilligung, ohne Ihre Adresse",
        "Damit wir auch nach dem Abmelden nachweisen können, dass wir Ihnen schreiben durften.",
        "Wir müssen die Einwilligung nachweisen können (Artikel 7 Absatz 1 und Artikel 17 Absatz 3 "
        "Buchstabe e DSGVO).",
        "Der Datenschutz des Portals, wenn er die Adresse kennt und danach sucht.",
        (
            Rule(
                "3 Jahre nach dem Abmelden.",
                lambda now: Q(ended_on__lt=localdate(now - 3 * YEAR)),
            ),
        ),
        (
            KEY,
            Field(
                "address_hash",
                "Prüfwert Ihrer Adresse",
                "Damit er sich zu einer Adresse finden lässt. Die Adresse steht nicht darin.",
            ),
            Field(
                "wording_version", "Fassung der Einwilligung", "Welchem Wortlaut Sie zustimmten."
            ),
            Field("requested_on", "Tag der Anmeldung", "Als Nachweis."),
            Field("confirmed_on", "Tag der Bestätigung", "Als Nachweis."),
            Field("ended_on", "Tag der Abmeldung", "Um den Nachweis rechtzeitig zu löschen."),
        ),
    ),
    Kind(
        "survey.NeverAgain",
        "Ihre Sperre, wenn Sie „Nie wieder schreiben“ wählen",
        "Damit niemand Ihre Adresse hier noch einmal anmelden kann.",
        "Sie widersprechen damit, und wir müssen uns daran halten (Artikel 21 DSGVO).",
        "Der Datenschutz des Portals, wenn er die Adresse kennt und danach sucht.",
        (Verb("Bis Sie uns sagen, dass wir wieder schreiben dürfen."),),
        (
            Field(
                "address_hash",
                "Prüfwert Ihrer Adresse",
                "Um sie zu erkennen. Die Adresse steht nicht darin.",
            ),
            Field("day", "Tag", "Um Fragen dazu zu beantworten."),
        ),
    ),
    Kind(
        "survey.Delivery",
        "Zustellung einer Neuigkeit an Ihre Adresse",
        "Damit Sie jede Neuigkeit genau einmal bekommen.",
        CONSENT,
        "Der Datenschutz des Portals; die Redaktion sieht nur, wie viele gesendet sind.",
        (
            Rule("Was gesendet oder abgelehnt ist: 90 Tage.", ended_deliveries),
            With("Längstens so lange wie Ihre Anmeldung.", "survey.Subscription"),
        ),
        (
            NUMBER,
            Field("update", "Neuigkeit", "Welche Neuigkeit Sie bekommen."),
            Field("subscription", "Anmeldung", "Wer sie bekommt."),
            Field("state", "Stand", "Damit Sie jede nur einmal bekommen."),
            Field("marked_at", "Zeit des letzten Versuchs", "Um Abbrüche zu erkennen."),
            Field("reason", "Antwort des Mailservers", "Als Zahl: warum er sie nicht nahm."),
            Field("tries", "Vergebliche Versuche", "Um nach fünf Tagen aufzuhören."),
            Field("bounced", "Zurückgekommen", "Um tote Adressen zu erkennen."),
        ),
    ),
    Kind(
        "procrastinate.ProcrastinateJob",
        "Aufträge zum Senden von Mails",
        "Damit Ihre Mail auch nach einer Störung ankommt. Ein Auftrag nennt nur den Schlüssel "
        "Ihrer Anmeldung, nicht die Adresse.",
        CONSENT,
        NOBODY,
        (Rule("Bis die Mail gesendet ist, längstens 48 Stunden.", ended_jobs),),
    ),
    Kind(
        "survey.RateLimit",
        "Zähler gegen Missbrauch",
        "Damit niemand fremde Postfächer überschwemmt, und damit auffällt, wenn ein Programm sehr "
        "viele Beiträge sendet.",
        TASK,
        NOBODY,
        (
            Rule(
                "Höchstens 2 Stunden; kommt nicht in Sicherungen.",
                lambda now: Q(hour__lte=now - timedelta(hours=1)),
            ),
        ),
        (
            Field("hour", "Beginn der Zählung", "Gezählt wird in Stunden oder zehn Minuten."),
            Field(
                "sender",
                "Prüfwert Ihres Netzes",
                "Um zu zählen, ohne Ihre IP-Adresse zu speichern; mindestens jede Stunde ein "
                "anderer.",
            ),
            Field("uses", "Anzahl", "Um zu wissen, ob es zu viele sind."),
        ),
    ),
    Kind(
        "ruhrdialog.BarrierReport",
        "Gemeldete Barriere",
        "Damit wir die Barriere beseitigen und Ihnen antworten können.",
        "Das Gesetz sieht vor, dass Sie Barrieren melden können (Artikel 6 Absatz 1 Buchstabe e "
        "DSGVO mit § 3 DSG NRW und § 10b BGG NRW).",
        "Die Redaktion, Ihre E-Mail-Adresse nur der Datenschutz des Portals.",
        (
            Rule(
                "Erledigte: 1 Jahr nach dem Eingang.",
                lambda now: Q(done=True, day__lt=localdate(now - YEAR)),
            ),
            Rule(
                "Alle anderen: 2 Jahre nach dem Eingang.",
                lambda now: Q(day__lt=localdate(now - 2 * YEAR)),
            ),
        ),
        (
            NUMBER,
            Field("page", "Seite", "Um die Barriere zu finden, freiwillig."),
            Field("message", "Nachricht", "Um die Barriere zu beseitigen."),
            Field("email", "E-Mail-Adresse", "Um Ihnen zu antworten, freiwillig."),
            Field("day", "Tag", "Um rechtzeitig zu antworten."),
            Field("done", "erledigt", "Für die Bearbeitung."),
            Field("check_reason", "Bitte prüfen", "Wenn sehr viele aus einem Netz kamen."),
        ),
    ),
)
