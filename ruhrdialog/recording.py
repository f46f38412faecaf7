"""What is written down of logins, factors, passwords and rights, at the libraries' own signals."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.http import HttpRequest

from forums.models import Ministry
from ruhrdialog.lib.events import Event, who_asks
from ruhrdialog.models import StartPassword

FIRST_LOGIN = "start_password"  # in the session: the password isn't the own one yet
CHANGES = {"post_add": "dazu", "post_remove": "nicht mehr", "pre_clear": "nicht mehr"}
GROUPS, MEMBERS = User.groups.through, Ministry.members.through
APPROVERS = Ministry.approvers.through
# What stands before the name of a group or ministry; that of a ministry says what it is.
RIGHTS = {GROUPS: "Gruppe ", MEMBERS: "", APPROVERS: "Freigabe von Antworten, "}


@receiver(user_logged_in)
def logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    request.session[FIRST_LOGIN] = StartPassword.objects.filter(user=user).exists()
    Event.objects.write(Event.What.LOGIN, user)


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], **_: Any) -> None:
    """Write down whose name it was; a name that nobody has may be a password, typed too early."""
    user = User.objects.filter(username=credentials.get("username", "")).first()
    Event.objects.write(Event.What.REFUSED, None, "" if user else "Unbekannter Name", user)


@receiver(authentication_failed)
def factor_refused(user: User, **_: Any) -> None:
    Event.objects.write(Event.What.REFUSED, None, "Zweiter Faktor", user)


@receiver(authenticator_added)
def factor_added(user: User, authenticator: Any, **_: Any) -> None:
    Event.objects.write(Event.What.FACTOR, user, f"Eingerichtet: {authenticator.type}")


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Any, **_: Any) -> None:
    Event.objects.write(Event.What.FACTOR, user, f"Entfernt: {authenticator.type}")


@receiver(authenticator_reset)
def factor_renewed(user: User, authenticator: Any, **_: Any) -> None:
    Event.objects.write(Event.What.FACTOR, user, f"Neu: {authenticator.type}")


@receiver(password_changed)
def password_is_own(request: HttpRequest, user: User, **_: Any) -> None:
    StartPassword.objects.filter(user=user).delete()
    request.session[FIRST_LOGIN] = False
    Event.objects.write(Event.What.PASSWORD, user, "Selbst geändert")


@receiver(m2m_changed, sender=GROUPS)
@receiver(m2m_changed, sender=MEMBERS)
@receiver(m2m_changed, sender=APPROVERS)
def rights_changed(
    sender: Any, instance: Any, action: str, model: Any, pk_set: set[int] | None, **_: Any
) -> None:
    """Write down who got or lost a role, a ministry or the approval of its answers.

    It may be done on either side of the two.
    """
    if action not in CHANGES:
        return
    if pk_set is None:
        others = related(sender, instance, model)
    else:
        others = model.objects.filter(pk__in=pk_set)
    for other in others:
        person, what = (instance, other) if isinstance(instance, User) else (other, instance)
        words = f"{RIGHTS[sender]}{what}: {CHANGES[action]}"
        Event.objects.write(Event.What.RIGHTS, who_asks(), words, person)


def related(sender: Any, instance: Any, model: Any) -> Any:
    """Return all that is about to be cleared."""
    if sender == APPROVERS:
        return instance.approvers.all()
    if isinstance(instance, User):
        return instance.groups.all() if model is Group else instance.ministries.all()
    return instance.user_set.all() if isinstance(instance, Group) else instance.members.all()
