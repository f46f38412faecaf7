"""What a mail that came back says: reports, automatic answers, complaints.

Only the machine's words are looked at: fields of RFC 3464 and RFC 5965, else the first lines of a
mail from a mail server. What remains is for people.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from enum import Enum, auto

MOST_BYTES = 100_000  # of one mail; what a report says stands before the mail that it returns
MOST_WORDS = 4_000  # signs of what a mail server writes
MOST_PARTS = 50


class Says(Enum):
    """What a returned mail comes down to."""

    NO_SUCH_USER = auto()  # nor will there be
    FAILED = auto()  # this mail is lost; the next may arrive
    COMPLAINT = auto()  # its reader called it spam
    NOTHING = auto()  # an automatic answer, a delay, a success
    UNKNOWN = auto()


# RFC 3463, section 3.2, and 5.1.10 (RFC 7505): bad mailbox, system or syntax, moved away.
NO_USER_CODE = re.compile(r"(?<![\d.])5\.1\.(?:1|2|3|6|10)(?![\d.])")
FAILED_CODE = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])|(?<![\d.])55\d(?=[ -])")
DELAYED_CODE = re.compile(r"(?<![\d.])4\.\d{1,3}\.\d{1,3}(?![\d.])|(?<![\d.])4[25]\d(?=[ -])")
NO_USER = re.compile(
    r"user unknown|unknown user|no such user|no such recipient|no mailbox here by that name"
    r"|recipient (?:address )?(?:rejected: )?(?:not found|unknown)"
    r"|mailbox (?:not found|unavailable)"
    r"|address does not exist|account that you tried to reach does not exist|does not exist"
    r"|unbekannter (?:empf|benutzer|nutzer)|adresse (?:wurde )?nicht gefunden|existiert nicht"
    r"|adresse introuvable|utilisateur inconnu|n'existe pas|no existe|kullan\w{1,3} bulunamad"
    r"|nie istnieje|nieznany u\w{1,2}ytkownik|inesistente|пользователь не найден",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"permanent (?:fatal )?error|permanently (?:failed|rejected)|could not be delivered"
    r"|couldn't be delivered|undeliverable|delivery (?:has )?failed|unable to deliver"
    r"|nicht zugestellt werden|unzustellbar|zustellung fehlgeschlagen|over quota|quota exceeded"
    r"|mailbox (?:is )?full|postfach ist voll|non remis|no se ha podido entregar",
    re.IGNORECASE,
)
DELAYED = re.compile(
    r"will (?:be )?(?:retry|retried|keep trying|continue trying)|delivery (?:has been |is )?delayed"
    r"|warning message only|do not need to resend|zustellung verz|verzögert|weitere versuche"
    r"|temporar",
    re.IGNORECASE,
)
# A mail server writes, not a person.
MACHINE = re.compile(
    r"mailer-daemon|postmaster|mail delivery (?:sub)?system|microsoft outlook", re.IGNORECASE
)
AWAY = re.compile(
    r"out of (?:the )?office|abwesen|abwesend|automatische (?:antwort|reply)|automatic reply"
    r"|auto(?:matic)?[ -]?(?:reply|response|matisch)|urlaub|vacation|réponse automatique|absence"
    r"|respuesta automática|risposta automatica|otomatik yanıt|autorespuesta|ooo\b"
    r"|eingangsbestätigung|autoreply",
    re.IGNORECASE,
)
ANSWERED_BY = ("X-Autoreply", "X-Autorespond", "X-Vacation")
# Behind these lines stands the mail that came back, with whatever words it has.
RETURNED = re.compile(
    r"^(?:-{2,}.{0,80}(?:copy of|original|returned|nachricht).*|return-path:.*|received:.*)$",
    re.IGNORECASE | re.MULTILINE,
)
CONTINUED = re.compile(r"\r?\n[ \t]+")
COMPLAINTS = {"abuse", "fraud", "opt-out", "opt-out-list", "other"}
REPORT_TYPES = ("message/delivery-status", "message/global-delivery-status")


def is_no_such_user(code: str) -> bool:
    """Tell whether a mail server's code says that the address is nobody's."""
    return NO_USER_CODE.search(code) is not None


def parsed(raw: bytes) -> Message:
    """Return a mail as parts; what is longer than MOST_BYTES is cut off."""
    return message_from_bytes(raw[:MOST_BYTES])


def read(message: Message) -> Says:
    """Tell what a returned mail says."""
    parts = parts_of(message)
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            return complaint(words_of(part))
        if part.get_content_type() == "message/disposition-notification":
            return Says.NOTHING  # somebody has opened it (RFC 8098)
    for part in parts:
        if part.get_content_type() in REPORT_TYPES:
            return report(words_of(part))
    return without_report(message, parts)


def without_report(message: Message, parts: list[Message]) -> Says:
    automatic = is_automatic(message)
    from_server = MACHINE.search(header(message, "From"))
    nobody = header(message, "Return-Path").strip() == "<>" and not automatic
    says = plain_words(first_words(parts)) if from_server or nobody else Says.UNKNOWN
    return Says.NOTHING if says == Says.UNKNOWN and automatic else says


def parts_of(message: Message) -> list[Message]:
    """Return the mail's own parts, without those of the mail that it returns."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        if part.get_content_maintype() == "multipart":
            waiting += inside(part)
    return found


def inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    if not isinstance(payload, list):
        return []
    return [each for each in payload if isinstance(each, Message)]


def header(message: Message, name: str) -> str:
    """Return a header decoded, also one in bare UTF-8 (RFC 6532); "" for one that can't be."""
    raw = (value for key, value in message.raw_items() if key.lower() == name.lower())
    text = str(next(raw, "")).encode(errors="surrogateescape").decode(errors="replace")
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, UnicodeError, ValueError, HeaderParseError):
        return ""


def words_of(part: Message) -> str:
    """Return the text of a part, the fields of a report included."""
    if part.is_multipart():  # Python reads the fields of a report as mails of their own
        texts = [each.as_string() for each in inside(part)[:MOST_PARTS]]
        return "\n".join(texts)[: 10 * MOST_WORDS]
    data = part.get_payload(decode=True)
    text = data if isinstance(data, bytes) else b""
    try:
        return text.decode(part.get_content_charset("utf-8"), "replace")[: 10 * MOST_WORDS]
    except LookupError:
        return text.decode("latin-1")[: 10 * MOST_WORDS]


def first_words(parts: list[Message]) -> str:
    """Return what a mail server writes, before the mail that it returns."""
    texts = [words_of(part) for part in parts if part.get_content_type() == "text/plain"]
    if not texts:
        texts = [words_of(part) for part in parts if part.get_content_type() == "text/html"]
    text = "\n".join(texts)[:MOST_WORDS]
    cut = RETURNED.search(text)
    return text[: cut.start()] if cut else text


def fields(text: str, name: str) -> Iterator[str]:
    """Yield the values of a field of a report, continued lines joined."""
    for line in CONTINUED.sub(" ", text).splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip().lower() == name:
            yield value.strip()


def complaint(text: str) -> Says:
    kinds = {kind.lower() for kind in fields(text, "feedback-type")}
    return Says.COMPLAINT if kinds & COMPLAINTS else Says.NOTHING


def report(text: str) -> Says:
    """Tell what a report about a delivery says (RFC 3464): ours are about one address each."""
    actions = {action.split("(")[0].strip().lower() for action in fields(text, "action")}
    codes = " ".join([*fields(text, "status"), *fields(text, "diagnostic-code")])
    if "failed" in actions:
        no_user = NO_USER_CODE.search(codes) or NO_USER.search(codes)
        return Says.NO_SUCH_USER if no_user else Says.FAILED
    return Says.NOTHING if actions else Says.UNKNOWN


def is_automatic(message: Message) -> bool:
    """Tell whether a programme has answered (RFC 3834), or a mail server writes."""
    # Behind it stands our own subject, whatever its words are.
    subject = header(message, "Subject").partition("Ruhr-Konferenz:")[0]
    if AWAY.search(subject) or any(name in message for name in ANSWERED_BY):
        return True
    answered = header(message, "Auto-Submitted").strip().lower()
    precedence = header(message, "Precedence").strip().lower()
    return answered not in ("", "no") or precedence in ("auto_reply", "bulk", "junk", "list")


def plain_words(text: str) -> Says:
    """Tell what a mail server says in words alone."""
    if NO_USER_CODE.search(text):
        return Says.NO_SUCH_USER
    if DELAYED.search(text) or (DELAYED_CODE.search(text) and not FAILED_CODE.search(text)):
        return Says.NOTHING
    if NO_USER.search(text):
        return Says.NO_SUCH_USER
    if FAILED_CODE.search(text) or FAILED.search(text):
        return Says.FAILED
    return Says.UNKNOWN
