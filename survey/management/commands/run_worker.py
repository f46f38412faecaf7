"""`manage.py run_worker`: does the jobs (mails, upkeep at night) until it is ended."""

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from ruhrdialog.lib.pooler import refuse_pooler

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)  # a start is no warning, but belongs in the log

LOOKS_EVERY = 0.5  # seconds
ASKS_EVERY = 10  # seconds
GONE = 30  # seconds


class Command(BaseCommand):
    help = "Arbeitet Aufträge ab: Mails und die nächtliche Pflege."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--alive", type=Path, help="Datei, deren Zeit alle zehn Sekunden erneuert wird"
        )

    def handle(self, *args: Any, alive: Path | None, **options: Any) -> None:
        refuse_pooler()
        logger.info("The worker has started, version %s.", settings.VERSION)
        connector: Any = app.connector  # procrastinate's types don't know Django's
        with app.replace_connector(connector.get_worker_connector()):
            asyncio.run(self.work(alive))

    async def work(self, alive: Path | None) -> None:
        watching = asyncio.create_task(watch(alive))
        async with app.open_async():
            # Three at a time: mails about joining wait neither for the upkeep of many rows nor for
            # an update that goes out slowly.
            # A job that waited for the one before it is only found by looking.
            await app.run_worker_async(concurrency=3, fetch_job_polling_interval=LOOKS_EVERY)
        watching.cancel()


async def watch(alive: Path | None) -> None:
    """Ask the database by a connection of its own, and tell that this process isn't stuck.

    A server that went without a word, as before a failover, would be waited for, by all other
    connections too, for hours: the process then ends, and whoever started it does so again.
    """
    connection = None
    while True:
        end = asyncio.get_running_loop().call_later(GONE, give_up)
        try:
            connection = connection or await connected()
            await connection.execute("SELECT 1")
        except psycopg.OperationalError:  # the others notice that, too
            connection = None
        end.cancel()
        if alive:
            alive.touch(mode=0o600)
        await asyncio.sleep(ASKS_EVERY)


async def connected() -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True)


def give_up() -> None:
    logger.error("The database hasn't answered for %s s: the worker ends, to begin anew.", GONE)
    os._exit(1)  # threads that wait for it would hold up any other way
