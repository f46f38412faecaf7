"""A portal whose jobs, marks and workers are as a test wants them."""

from datetime import timedelta

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from ruhrdialog.lib.smtp.trouble import Trouble
from survey.news.mail_server import MailServer
from survey.upkeep.models import Mark


def ago(**duration):
    return timezone.now() - timedelta(**duration)


def execute(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0] if cursor.description else None


def all_well():
    """Let a worker be alive and the upkeep just done."""
    worker(ago(seconds=5))
    for name in (Mark.Name.NIGHT, Mark.Name.RETENTION):
        Mark.objects.ended_now(name)


def worker(last_heartbeat):
    execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", last_heartbeat)


def job(queued, attempts=0, due=None, queue="mail", status="todo"):
    """Queue a job at a time; it was tried so often, and is to be tried again when it is due."""
    key = execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, attempts, scheduled_at) "
        "VALUES (%s, 'nothing', %s, %s) RETURNING id",
        *(queue, attempts, due),
    )
    if status != "todo":
        execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
            *(status, key),
        )
    execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", queued, key)


def mark(name, at):
    Mark.objects.update_or_create(pk=name, defaults={"at": at})


def mail_server_fails(since):
    MailServer.objects.create(failing_since=since, trouble=Trouble.CONNECTION)


def last_migration():
    """Return the app and the name of the survey's newest migration."""
    [last] = MigrationLoader(None).graph.leaf_nodes("survey")
    return last
