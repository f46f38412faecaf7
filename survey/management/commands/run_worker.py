"""`manage.py run_worker`: does the jobs (mails, upkeep at night) until it is ended."""

import asyncio
import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

from ruhrdialog.lib.pooler import refuse_pooler

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)  # a start is no warning, but belongs in the log

LOOKS_EVERY = 0.5  # seconds
ALIVE_EVERY = 10  # seconds


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
        telling = asyncio.create_task(tell(alive)) if alive else None
        async with app.open_async():
            # Three at a time: mails about joining wait neither for the upkeep of many rows nor for
            # an update that goes out slowly.
            # A job that waited for the one before it is only found by looking.
            await app.run_worker_async(concurrency=3, fetch_job_polling_interval=LOOKS_EVERY)
        if telling:
            telling.cancel()


async def tell(alive: Path) -> None:
    """Give a sign of life to who looks after the process, as long as it isn't stuck."""
    while True:
        alive.touch(mode=0o600)
        await asyncio.sleep(ALIVE_EVERY)
