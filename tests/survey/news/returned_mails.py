"""Mails that come back, as mail servers and programmes write them: a name, what it says, the mail.

All written for these tests, after the standards and after the habits of the programmes. `{to}` is
the address to which the mail comes back, `{leave}` the secret of the link to leave.
"""

from survey.news.bounces import Says

ORIGINAL = """\
Return-Path: <{to}>
From: Ruhr-Konferenz <portal@example.org>
To: name@stadt.example
Subject: Ruhr-Konferenz: 550 neue Wohnungen, user unknown
List-Unsubscribe: <https://portal.example/auf-dem-laufenden/{leave}/abmelden/>
"""


def report(action, status, diagnostic, words="", sender="MAILER-DAEMON@stadt.example", **more):
    """Return a report as RFC 3464 has it."""
    kind = more.get("kind", "message/delivery-status")
    return f"""\
Return-Path: <>
From: Mail Delivery System <{sender}>
To: {{to}}
Subject: {more.get("subject", "Undelivered Mail Returned to Sender")}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

{words}

--B
Content-Type: {kind}

Reporting-MTA: dns; stadt.example

Final-Recipient: rfc822; name@stadt.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--B
Content-Type: message/rfc822

{ORIGINAL}
Guten Tag
--B--
"""


def plain(words, sender="MAILER-DAEMON@stadt.example", subject="failure notice", **headers):
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"""\
Return-Path: <>
From: {sender}
To: {{to}}
Subject: {subject}
{more}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{words}
"""


def answer(subject, words="Guten Tag", sender="Vera Beispiel <name@stadt.example>", **headers):
    return plain(words, sender, subject, **headers).replace("Return-Path: <>\n", "")


def complaint(kind, original=ORIGINAL):
    return f"""\
From: Feedback <feedback@provider.example>
To: returns@example.org
Subject: FW: Ruhr-Konferenz: Neues
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

This is an email abuse report.

--B
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeProvider/1.0
Version: 1

--B
Content-Type: message/rfc822

{original}
Guten Tag
--B--
"""


NO_USER, FAILED, NOTHING = Says.NO_SUCH_USER, Says.FAILED, Says.NOTHING
RETURNED = {
    "postfix, no such user": (
        NO_USER,
        report(
            "failed",
            "5.1.1",
            "smtp; 550 5.1.1 <name@stadt.example>: Recipient address rejected:\n"
            "    User unknown in virtual mailbox table",
        ),
    ),
    "postfix, mailbox full": (FAILED, report("failed", "5.2.2", "smtp; 552 5.2.2 Over quota")),
    "postfix, no answer for five days": (
        FAILED,
        report("failed", "4.4.1", "X-Postfix; connect to stadt.example: timed out"),
    ),
    "postfix, delayed": (
        NOTHING,
        report("delayed", "4.4.1", "X-Postfix; connection timed out", subject="Delayed Mail"),
    ),
    "delivered": (NOTHING, report("delivered", "2.0.0", "smtp; 250 OK")),
    "relayed": (NOTHING, report("relayed (to non-Internet)", "2.0.0", "smtp; 250 OK")),
    "Exchange, no such user": (
        NO_USER,
        report(
            "failed",
            "5.1.10",
            "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
            sender="MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@stadt.example",
            subject="Unzustellbar: Ruhr-Konferenz: Urlaub an der Ruhr",
        ),
    ),
    "Exchange, the code only in the words of the server": (
        NO_USER,
        report("failed", "5.0.0", "smtp;550 5.1.1 User unknown"),
    ),
    "Exchange, refused by a rule": (
        FAILED,
        report("failed", "5.7.1", "smtp;550 5.7.1 TRANSPORT.RULES.RejectMessage"),
    ),
    "Gmail, no such user": (
        NO_USER,
        report(
            "failed",
            "5.1.1",
            "smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try\n"
            " 550-5.1.1 double-checking the recipient's email address",
            words="** Die Adresse wurde nicht gefunden **",
            sender="mailer-daemon@provider.example",
            subject="Delivery Status Notification (Failure)",
        ),
    ),
    "Gmail, not now": (
        NOTHING,
        report("delayed", "4.2.2", "smtp; 452 4.2.2 The email account is over quota."),
    ),
    "with signs of all languages (RFC 6533)": (
        NO_USER,
        report("failed", "5.1.1", "smtp; 550 5.1.1", "ä", kind="message/global-delivery-status"),
    ),
    "fields in odd letters and blanks": (
        NO_USER,
        report("Failed", "5.1.1 (bad mailbox)", "SMTP;  550").replace("Action", "ACTION"),
    ),
    "a report without an action": (Says.UNKNOWN, report("", "", "").replace("Action: \n", "")),
    "qmail": (
        NO_USER,
        plain(
            "Hi. This is the qmail-send program at stadt.example.\n"
            "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
            "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            "<name@stadt.example>:\n"
            "Sorry, no mailbox here by that name. (#5.1.1)\n\n"
            "--- Below this line is a copy of the message.\n\n" + ORIGINAL
        ),
    ),
    "exim": (
        NO_USER,
        plain(
            "A message that you sent could not be delivered to one or more of its\n"
            "recipients. This is a permanent error. The following address(es) failed:\n\n"
            "  name@stadt.example\n    host stadt.example: 550 Unknown user\n\n"
            "------ This is a copy of the message, including all the headers. ------\n" + ORIGINAL,
            subject="Mail delivery failed: returning message to sender",
        ),
    ),
    "exim, only warned": (
        NOTHING,
        plain(
            "This message was created automatically by mail delivery software.\n"
            "A message that you sent has not yet been delivered: 550 is not the answer yet.\n"
            "The message will be retried for 3 more days.",
            subject="Warning: message delayed 24 hours",
        ),
    ),
    "a German provider": (
        NO_USER,
        plain(
            "Diese E-Mail wurde automatisch erzeugt. Ihre Nachricht konnte nicht zugestellt "
            "werden.\n\nDer Mailserver sagte: 550 Unbekannter Empfänger",
            "Postmaster <postmaster@provider.example>",
            "Mail delivery failed",
        ),
    ),
    "a German provider, mailbox full": (
        FAILED,
        plain("Das Postfach ist voll (mailbox full).", subject="Unzustellbar"),
    ),
    "in French": (NO_USER, plain("550 Adresse introuvable", subject="Non remis")),
    "in Turkish": (NO_USER, plain("550 Kullanıcı bulunamadı")),
    "in Polish": (NO_USER, plain("Użytkownik nie istnieje")),
    "in Russian": (NO_USER, plain("Пользователь не найден")),
    "in words that nobody knows, with a code": (FAILED, plain("554 Отказано")),
    "the words are those of the mail that came back": (
        Says.UNKNOWN,
        plain("Something happened.\n\n-- original message --\n" + ORIGINAL),
    ),
    "HTML alone": (
        NO_USER,
        plain("<p>550 <b>5.1.1</b> user unknown</p>").replace("text/plain", "text/html"),
    ),
    "away, in German": (
        NOTHING,
        answer("Automatische Antwort: Ruhr-Konferenz: Neues", X_Auto_Response_Suppress="All"),
    ),
    "away, without a subject that says so": (
        NOTHING,
        answer("Re: Neues", Auto_Submitted="auto-replied (vacation)"),
    ),
    "away, in English": (NOTHING, answer("Out of Office: back on Monday")),
    "away, in French": (NOTHING, answer("Réponse automatique : absent")),
    "away, encoded": (NOTHING, answer("=?utf-8?q?R=C3=A9ponse_automatique?=")),
    "away, from an old programme": (NOTHING, answer("Re: Neues", X_Autoreply="yes")),
    "an old answering machine": (NOTHING, answer("Re: Neues", Precedence="auto_reply")),
    "a ticket system": (
        NOTHING,
        answer("[Ticket 5501] Eingang bestätigt", Auto_Submitted="auto-generated"),
    ),
    "somebody has opened it": (
        NOTHING,
        report("displayed", "", "").replace("delivery-status", "disposition-notification"),
    ),
    "a person asks": (Says.UNKNOWN, answer("AW: Ruhr-Konferenz: Urlaub an der Ruhr")),
    "a person who says that nothing is automatic": (
        Says.UNKNOWN,
        answer("Frage", Auto_Submitted="no"),
    ),
    "a person writes of codes": (Says.UNKNOWN, answer("Frage", "Was heißt 550 user unknown?")),
    "nothing at all": (Says.UNKNOWN, ""),
    "no mail": (Says.UNKNOWN, "\0\xff\n\n--B\n"),
    "an unknown charset": (
        NO_USER,
        plain("550 user unknown").replace("utf-8", "x-none"),
    ),
    "called abuse": (Says.COMPLAINT, complaint("abuse")),
    "called opt-out": (Says.COMPLAINT, complaint("OPT-OUT")),
    "called no spam after all": (NOTHING, complaint("not-spam")),
    "a report on signatures (RFC 6591)": (NOTHING, complaint("auth-failure")),
}
