"""pytest plug-in: gives the tests a Postgres of their own and an environment to read settings from.

It works at import, before pytest-django reads the settings. The workers of pytest-xdist inherit
the environment, so one cluster serves them all. With DATABASE_URL set that server is used.
"""

import atexit
import os

from dev.postgres import NOT_DURABLE, Cluster

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["SECRET_KEY"] = "only-for-tests"  # noqa: S105
os.environ["SITE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1"
os.environ["SECOND_FACTOR_REQUIRED"] = "false"
os.environ["EMAIL_URL"] = "smtp://127.0.0.1:9"  # where nobody listens

if "DATABASE_URL" not in os.environ:
    cluster = Cluster(f"test-{os.getpid()}", NOT_DURABLE)
    os.environ["DATABASE_URL"] = cluster.__enter__().url

    @atexit.register
    def stop() -> None:
        cluster.__exit__()
        cluster.remove()
