"""Mails to people: fixed words in German, text and HTML, nothing that a visitor typed."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from ruhrdialog.lib.markdown import markdown
from ruhrdialog.lib.signs import held, one_line
from ruhrdialog.lib.smtp.connection import bare
from survey.news.links import CONFIRM, LEAVE, PAGE
from survey.news.models import Delivery, Subscription, Update


def consent_mail(subscription: Subscription) -> EmailMultiAlternatives:
    """Return the mail that asks for consent, or tells who has given it how to change or leave."""
    if subscription.confirmed_at:
        return mail(subscription, "already_joined", "Sie sind schon angemeldet")
    address = link("survey:confirm", CONFIRM.to(subscription))
    return mail(
        subscription, "consent", "Bitte bestätigen Sie Ihre E-Mail-Adresse", address=address
    )


def update_mail(update: Update, subscription: Subscription | None) -> EmailMultiAlternatives:
    """Return a piece of news as a mail; without a subscription it is one for trying out."""
    words = {
        "text": update.text,
        "html": markdown(update.text),
        "page": settings.SITE_URL + update.get_absolute_url(),
    }
    return mail(subscription, "update", update.title, **words)


def envelope_sender(delivery: Delivery) -> str:
    """Return whom the mail server tells when it can't deliver a mail after all (RFC 5321)."""
    return bare(settings.DEFAULT_FROM_EMAIL)


def mail(
    subscription: Subscription | None, template: str, subject: str, **words: str
) -> EmailMultiAlternatives:
    """Return a mail to one subscriber, with the ways to leave that RFC 8058 asks for."""
    address = settings.SITE_URL + reverse("survey:subscribe")
    headers = {"Auto-Submitted": "auto-generated"}  # RFC 3834
    if subscription:
        address = link("survey:subscription", PAGE.to(subscription))
        headers["List-Unsubscribe"] = f"<{link('survey:leave', LEAVE.to(subscription))}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    subject = one_line(subject)  # a line break would end the header
    page = {"subject": subject, "site_url": settings.SITE_URL, "address": address, **words}
    message = EmailMultiAlternatives(
        f"Ruhr-Konferenz: {subject}",
        held(render_to_string(f"emails/{template}.txt", page)),
        to=[subscription.address] if subscription else [],
        headers=headers,
    )
    html = held(render_to_string(f"emails/{template}.html", page))
    message.attach_alternative(html, "text/html")
    return message


def link(view_name: str, secret: str) -> str:
    return settings.SITE_URL + reverse(view_name, args=[secret])
