"""Mails to people: fixed words in German, text and HTML, nothing that a visitor typed."""

from email.headerregistry import Address
from email.utils import make_msgid
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags

from ruhrdialog.lib.consent import operator_name
from ruhrdialog.lib.markdown import markdown
from ruhrdialog.lib.plain_text import plain, wrapped
from ruhrdialog.lib.returns import PLACE
from ruhrdialog.lib.signs import held, one_line
from ruhrdialog.lib.smtp.connection import bare
from survey.news.links import CONFIRM, LEAVE, PAGE
from survey.news.marks import return_address
from survey.news.models import Delivery, Subscription, Update

PORTAL = "Ruhr-Konferenz – Dialog"
TO_LEAVE = "abmelden"  # stands in BOUNCE_ADDRESS in the place of a mark
PREHEADER = 100  # signs that programs show beside the subject


def consent_mail(subscription: Subscription) -> EmailMultiAlternatives:
    """Return the mail that asks for consent, or tells who has given it how to change or leave."""
    if subscription.confirmed_at:
        return mail(
            subscription,
            "already_joined",
            "Sie sind schon angemeldet",
            button=link("survey:subscription", PAGE.to(subscription)),
        )
    return mail(
        subscription,
        "consent",
        "Bitte bestätigen Sie Ihre E-Mail-Adresse",
        button=link("survey:confirm", CONFIRM.to(subscription)),
    )


def update_mail(update: Update, subscription: Subscription | None) -> EmailMultiAlternatives:
    """Return a piece of news as a mail; without a subscription it is one for trying out."""
    html = markdown(update.text)
    message = mail(
        subscription,
        "update",
        update.title,
        text=plain(update.text),
        html=html,
        preheader=truncatechars(one_line(unescape(strip_tags(html))), PREHEADER),
        button=settings.SITE_URL + update.get_absolute_url(),
    )
    message.extra_headers |= {
        "List-Id": f"Neuigkeiten der Ruhr-Konferenz <neuigkeiten.{host()}>",  # RFC 2919
        "Precedence": "bulk",
        # Of Gmail's: what is told apart in its reports, at last who sends (5 to 15 signs).
        "Feedback-ID": f"{update.pk}:neuigkeit:{sender_name()}",
    }
    return message


def mail(
    subscription: Subscription | None, template: str, subject: str, **words: str
) -> EmailMultiAlternatives:
    """Return a mail to one subscriber, with the ways to leave that RFC 8058 asks for."""
    subject = one_line(subject)  # a line break would end the header
    page = {"subject": subject, **places(subscription), **words}
    message = EmailMultiAlternatives(
        f"Ruhr-Konferenz: {subject}",
        wrapped(held(render_to_string(f"emails/{template}.txt", page))),
        from_email=envelope_sender(subscription),
        to=[subscription.address] if subscription else [],
        headers=headers(subscription),
    )
    html = held(render_to_string(f"emails/{template}.html", page))
    message.attach_alternative(html, "text/html")
    return message


def places(subscription: Subscription | None) -> dict[str, Any]:
    """Return what each mail says of its sender, and the ways to change and to leave.

    One for trying out leads to where everybody may join.
    """
    anybodys = settings.SITE_URL + reverse("survey:subscribe")
    return {
        "portal": PORTAL,
        "site_url": settings.SITE_URL,
        "imprint": settings.SITE_URL + reverse("imprint"),
        "privacy": settings.SITE_URL + reverse("privacy"),
        "operator": settings.OPERATOR,
        "page": link("survey:subscription", PAGE.to(subscription)) if subscription else anybodys,
        "leave": link("survey:leave", LEAVE.to(subscription)) if subscription else anybodys,
    }


def headers(subscription: Subscription | None) -> dict[str, str]:
    found = {
        "From": str(Address(operator_name() or PORTAL, addr_spec=settings.DEFAULT_FROM_EMAIL)),
        "Message-ID": make_msgid(domain=host()),
        "Auto-Submitted": "auto-generated",  # RFC 3834
        # Of Exchange's; not "All", which would hold back that a mail can't be delivered.
        "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
    }
    if "@" in settings.OPERATOR["email"]:
        found["Reply-To"] = settings.OPERATOR["email"]
    if subscription:
        secret = LEAVE.to(subscription)
        ways = [link("survey:leave", secret)]
        if settings.BOUNCE_ADDRESS:
            by_mail = settings.BOUNCE_ADDRESS.replace(PLACE, TO_LEAVE)
            ways.append(f"mailto:{by_mail}?subject=Abmelden%20{secret}")
        found["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways)
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def envelope_sender(row: Delivery | Subscription | None) -> str:
    """Return whom the mail server tells when it can't deliver a mail after all (RFC 5321)."""
    return (return_address(row) if row else "") or bare(settings.DEFAULT_FROM_EMAIL)


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def sender_name() -> str:
    return f"{''.join(filter(str.isalnum, host()))}-mail"[-15:]


def link(view_name: str, secret: str) -> str:
    return settings.SITE_URL + reverse(view_name, args=[secret])
