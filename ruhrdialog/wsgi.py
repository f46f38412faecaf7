import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruhrdialog.settings")
# The web server keeps a pool of connections with time limits; commands have neither.
os.environ.setdefault("DATABASE_POOL_SIZE", "10")
# libpq's name for application_name: so the server's own views and log tell whose connection it is.
os.environ.setdefault("PGAPPNAME", "portal web")

application = get_wsgi_application()

from ruhrdialog.lib.pooler import check_limits  # noqa: E402 - they ask the database
from ruhrdialog.lib.remembered import ask_for_all  # noqa: E402 - the applications must be loaded

check_limits()
ask_for_all()

# While one thread reads in a file or writes an export, the others wait for their turn at Python's
# one lock: a millisecond each time, not five. And what stays for good needn't be looked through
# again by each collection of garbage, during which all wait.
sys.setswitchinterval(0.001)
gc.collect()
gc.freeze()
