"""Settings of the unit tests: the real ones, less what only costs time."""

from ruhrdialog.settings import *  # noqa: F403

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405 - no files collected
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
