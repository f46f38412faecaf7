"""Retention while the portal is used: it commits, so its rows are made and removed by hand."""

import os
from datetime import timedelta
from threading import Timer

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from survey.news.models import Subscription
from survey.upkeep.retention import delete_outdated
from tests.portal import database_at


@pytest.fixture
def late(django_db_setup, django_db_blocker):
    """An address that nobody has confirmed in time."""
    with django_db_blocker.unblock():
        key = Subscription.objects.request("late@example.org")
        Subscription.objects.update(requested_at=timezone.now() - timedelta(hours=73))
        yield key
        Subscription.objects.all().delete()


def test_an_address_that_is_confirmed_at_the_same_moment_stays(late):
    url = database_at(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    with psycopg.connect(url) as citizen:
        citizen.execute("UPDATE survey_subscription SET confirmed_at = now()")
        Timer(0.5, citizen.commit).start()
        assert not delete_outdated()["survey.Subscription"]  # waits for the citizen
    assert Subscription.objects.filter(pk=late, confirmed_at__isnull=False).exists()


def test_and_without_that_it_goes(late):
    assert delete_outdated()["survey.Subscription"] == 1
