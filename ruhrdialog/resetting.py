"""Letting somebody into their account anew who has lost the password or the second factor."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db import transaction

from ruhrdialog.models import AccessReset, Event, StartPassword


def reset_access(user: User, password: str, by: User | None) -> None:
    """Give a start password, take the second factors, end the sessions; `by` nobody: the operator.

    Who is asked has made sure that the person is who they say.
    """
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        StartPassword.objects.begin(user)
        Authenticator.objects.filter(user=user).delete()
        AccessReset.objects.filter(user=user).delete()
        Event.objects.write(Event.What.PASSWORD, by, "Zurückgesetzt", user)
        Event.objects.write(Event.What.FACTOR, by, "Zurückgesetzt", user)
    end_sessions(user)


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
