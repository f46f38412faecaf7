import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruhrdialog.settings")
# The web server keeps a pool of connections with time limits; commands have neither.
os.environ.setdefault("DATABASE_POOL_SIZE", "10")

application = get_wsgi_application()
