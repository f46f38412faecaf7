"""Who is logged in, and where."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

ADMINISTRATION = "/verwaltung/"  # the address below which staff work


def member(request: HttpRequest) -> User:
    """Return the member of staff who asks. Raises PermissionDenied when nobody is logged in."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied("Nobody is logged in.")


def name_of(user: User) -> str:
    """Return what a colleague is called on the pages of staff."""
    return user.get_full_name() or user.get_username()
