#!/usr/bin/env python3
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruhrdialog.settings")
    # libpq's name for application_name, as in wsgi.py.
    kind = "worker" if "run_worker" in sys.argv[1:2] else "command"
    os.environ.setdefault("PGAPPNAME", f"portal {kind}")
    execute_from_command_line(sys.argv)
