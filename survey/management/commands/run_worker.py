"""`manage.py run_worker`: does the jobs (mails, upkeep at night) until it is ended."""

import asyncio
import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from ruhrdialog.lib.pooler import refuse_pooler

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)  # a start is no warning, but belongs in the log

LOOKS_EVERY = 0.5  # seconds


class Command(BaseCommand):
    help = "Arbeitet Aufträge ab: Mails und die nächtliche Pflege."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_pooler()
        logger.info("The worker has started, version %s.", settings.VERSION)
        connector: Any = app.connector  # procrastinate's types don't know Django's
        with app.replace_connector(connector.get_worker_connector()):
            asyncio.run(self.work())

    async def work(self) -> None:
        async with app.open_async():
            # Three at a time: mails about joining wait neither for the upkeep of many rows nor for
            # an update that goes out slowly.
            # A job that waited for the one before it is only found by looking.
            await app.run_worker_async(concurrency=3, fetch_job_polling_interval=LOOKS_EVERY)
