"""Mails to people: fixed words in German, text and HTML, nothing that a visitor typed."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from survey.models import Subscription


def consent_mail(subscription: Subscription) -> EmailMultiAlternatives:
    """Return the mail that asks for consent, or tells who has given it how to change or leave."""
    if subscription.confirmed_at:
        return mail(subscription, "already_joined", "Sie sind schon angemeldet")
    return mail(subscription, "consent", "Bitte bestätigen Sie Ihre E-Mail-Adresse")


def mail(subscription: Subscription, template: str, subject: str) -> EmailMultiAlternatives:
    """Return a mail to one subscriber, with the ways to leave that RFC 8058 asks for."""
    page = {
        "subject": subject,
        "address": link("survey:subscription", subscription),
        "site_url": settings.SITE_URL,
    }
    message = EmailMultiAlternatives(
        f"Ruhr-Konferenz: {subject}",
        render_to_string(f"emails/{template}.txt", page),
        to=[subscription.address],
        headers={
            "Auto-Submitted": "auto-generated",  # RFC 3834
            "List-Unsubscribe": f"<{link('survey:leave', subscription)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(render_to_string(f"emails/{template}.html", page), "text/html")
    return message


def link(view_name: str, subscription: Subscription) -> str:
    return settings.SITE_URL + reverse(view_name, args=[subscription.token])
