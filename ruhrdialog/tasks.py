"""Jobs for the portal as a whole, run by `manage.py run_worker`."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app


@app.periodic(cron="25 * * * *")
@app.task(queue="upkeep")
def delete_ended_sessions(timestamp: int) -> None:
    """Delete the sessions of staff that have ended, with the addresses they came from."""
    SessionStore.clear_expired()
    for session in UserSession.objects.iterator():
        session.purge()
