"""Settings of the portal: safe by default, everything that differs comes by environment.

The README has the table of the variables. There is no default for what production must decide:
what is missing is named in one sentence, and nothing starts.
"""

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from ruhrdialog.lib.configured import database, secret
from ruhrdialog.lib.connection import ImpatientConnection
from ruhrdialog.lib.content_security import NONE, SELF
from ruhrdialog.lib.logs import FORMATS
from ruhrdialog.lib.returns import checked_address, mailbox
from ruhrdialog.lib.smtp.server import is_certificate
from ruhrdialog.lib.smtp.server import settings_of as mail_settings

# So that ModelAdmin[Submission] can be written, as the type checker wants it.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

env = Env()
required = ["SECRET_KEY", "DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS"]
if missing := [name for name in required if not secret(name).strip()]:
    raise ImproperlyConfigured(
        f"The portal doesn't start: set the environment variable(s) {', '.join(missing)}; "
        "the README says what belongs in them."
    )

# The site's own address; absolute links never come from a request.
SITE_URL = env.str("SITE_URL").rstrip("/")
site = urlsplit(SITE_URL)
if site.scheme not in ("http", "https") or not site.hostname or site.path or site.query:
    raise ImproperlyConfigured(
        f"The portal doesn't start: SITE_URL must be scheme and host, not {SITE_URL!r}."
    )
HTTPS = site.scheme == "https"
YEAR = 365 * 24 * 3600  # seconds

SECRET_KEY = secret("SECRET_KEY")
former_keys = secret("SECRET_KEY_FALLBACKS").split(",")
SECRET_KEY_FALLBACKS = [key.strip() for key in former_keys if key.strip()]
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
# How many proxies in front of gunicorn are ours; only their headers are believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# Prometheus' own password for /metrics; without one there is no such page.
METRICS_TOKEN = secret("METRICS_TOKEN")
if METRICS_TOKEN and (len(METRICS_TOKEN) < 20 or not METRICS_TOKEN.isascii()):
    raise ImproperlyConfigured(
        "The portal doesn't start: METRICS_TOKEN must be at least 20 characters of ASCII, as "
        "`openssl rand -hex 32` makes them."
    )
WATCH_INTERVAL = env.float("WATCH_INTERVAL", 20)  # seconds between two looks of the watch
if not 0 < WATCH_INTERVAL <= 30:
    raise ImproperlyConfigured(
        "The portal doesn't start: WATCH_INTERVAL must be at most 30 seconds, or what is wrong "
        "would not be noticed within two minutes."
    )

# What only the operator knows; pages show a gap for what is missing, and a check names it.
OPERATOR = {
    name: env.str(f"OPERATOR_{name.upper()}", "").replace("\\n", "\n").strip()
    for name in (
        *("name", "address", "representative", "phone", "email"),
        *("data_protection_officer", "press"),
    )
}
# Whom the house has named for what is urgent: staff who read of a threat see it.
URGENT_CONTACT = env.str("OPERATOR_URGENT_CONTACT", "").replace("\\n", "\n").strip()
# Optional: a film in sign language (an address on this site), and whether readers of the target
# group have checked the pages in easy language (DIN SPEC 33429).
OPERATOR_SIGN_LANGUAGE_VIDEO = env.str("OPERATOR_SIGN_LANGUAGE_VIDEO", "")
OPERATOR_EASY_LANGUAGE_CHECKED = env.bool("OPERATOR_EASY_LANGUAGE_CHECKED", False)

INSTALLED_APPS = [
    # Before ours, which takes the pages of these from the administration.
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "ruhrdialog.apps.RuhrdialogConfig",
    "forums",
    "survey",
    "faq",
    "ruhrdialog.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "reversion",
    "crispy_forms",
]

MIDDLEWARE = [
    # First, so that every line of the log carries the number of its request.
    "ruhrdialog.lib.request_numbers.RequestNumberMiddleware",
    # Then this, which needs none of the others for a page that it has.
    "ruhrdialog.page_cache.PageCacheMiddleware",
    # Then this, so that every answer carries the headers: errors and static files too.
    "ruhrdialog.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ruhrdialog.health.counting.CountingMiddleware",
    "ruhrdialog.middleware.ErrorPagesMiddleware",
    "ruhrdialog.middleware.OneHostMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ruhrdialog.middleware.CrossOriginProtectionMiddleware",
    # From here on for the administration only: the public site touches neither cookie nor user.
    "ruhrdialog.middleware.StaffSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "ruhrdialog.urls"
WSGI_APPLICATION = "ruhrdialog.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "ruhrdialog.lib.integrity",
                "ruhrdialog.lib.posts",
                "ruhrdialog.lib.typed_by",
                "ruhrdialog.lib.frames",
            ],
            "libraries": {
                "markdown": "ruhrdialog.lib.markdown",
                "results": "survey.results.shown",
                "results_text": "survey.results.blackening",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ruhrdialog.context_processors.site",
            ],
        },
    },
]

DATABASES = {"default": database(secret("DATABASE_URL"), secret("DATABASE_PASSWORD"))}
# Values travel apart from the statement: on an ordinary error, as of a lock, Postgres writes the
# statement into its log, and with it what a citizen wrote.
DATABASES["default"]["OPTIONS"]["server_side_binding"] = True
# Between the web server and Postgres one that gives each transaction another session: nothing that
# belongs to a session holds then, and the role has the time limits (ruhrdialog/lib/pooler.py).
DATABASE_POOLER = env.str("DATABASE_POOLER", "", validate=validate.OneOf(["", "transaction"]))
# A migration or a report may take its time, whatever the role has for the web server.
limits = "-c statement_timeout=0 -c lock_timeout=0"
# wsgi.py sets a size: pages have an end to every wait.
if pool_size := env.int("DATABASE_POOL_SIZE", 0):
    # Refuses at once as long as the database is away.
    DATABASES["default"]["ENGINE"] = "ruhrdialog.lib.database"
    DATABASES["default"]["OPTIONS"].update(
        pool={
            "min_size": 1,
            "max_size": pool_size,
            "timeout": 1.5,  # seconds to wait for a free connection
            "reconnect_timeout": 2,  # seconds; in five minutes it would rest longer and longer
            "connection_class": ImpatientConnection,
        },
        connect_timeout=2,  # seconds
        # Seconds: a way to the server that was lost in silence is noticed while nobody asks.
        keepalives_idle=30,
        keepalives_interval=5,
        keepalives_count=3,
    )
    # Milliseconds: while a table is locked many wait, each with a thread and a connection that
    # others need. And memory to find each of 100,000 hits, not the pages they stand on.
    limits = "-c statement_timeout=2500 -c lock_timeout=1000 -c work_mem=16MB"
if DATABASE_POOLER:
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = None
else:
    given = DATABASES["default"]["OPTIONS"].get("options", "")
    DATABASES["default"]["OPTIONS"]["options"] = f"{given} {limits}".strip()
# Where submissions are kept while the database is away, until a worker has stored them.
SPOOL_DIR: str = env.str("SPOOL_DIR", "")
# Where dumps go, and the list of what was erased; and how many days they are kept.
BACKUP_DIR: str = env.str("BACKUP_DIR", "")
BACKUP_DAYS = env.int("BACKUP_DAYS", 14, validate=validate.Range(1, 90))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# Static files: hashed names, compressed beforehand, served by the application itself.
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "build" / "static")
# A folder that outlives releases: hashed files of all of them in `public/static/`, for those who
# have a page of a former one open, and the proxy's error pages in `errors/` (share_static).
SHARED_FOLDER = env.path("SHARED_FOLDER", None)
WHITENOISE_ALLOW_ALL_ORIGINS = False  # they are for our own pages
WHITENOISE_ROOT = SHARED_FOLDER / "public" if SHARED_FOLDER else None
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ruhrdialog.lib.integrity.Storage"},
}

CRISPY_TEMPLATE_PACK = "kern"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["kern"]
CRISPY_FAIL_SILENTLY = False
CRISPY_CLASS_CONVERTERS = {
    "textinput": "kern-form-input__input",
    "emailinput": "kern-form-input__input",
    "textarea": "kern-form-input__input",
    "select": "kern-form-input__select",
    "checkboxinput": "kern-form-check__checkbox",
    "consentinput": "kern-form-check__checkbox",
}

# Jobs run in a worker on the same Postgres; a job is deleted when it is done, however it ended.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "always", "concurrency": 4}

# Without EMAIL_URL mails go to a server on this machine (port 25). The message holds none of it: it
# may hold a password.
try:
    globals().update(
        mail_settings(
            secret("EMAIL_URL", "smtp://localhost:25"),
            env.bool("EMAIL_PLAIN_ALLOWED", False),
            secret("EMAIL_PASSWORD"),
        )
    )
except ValueError as wrong:
    raise ImproperlyConfigured(f"The portal doesn't start: EMAIL_URL {wrong}.") from None
EMAIL_CA_FILE: str = env.str("EMAIL_CA_FILE", "")
if EMAIL_CA_FILE and not is_certificate(EMAIL_CA_FILE):
    raise ImproperlyConfigured(
        "The portal doesn't start: EMAIL_CA_FILE must be a readable file with the certificate of "
        "the mail server's authority (PEM)."
    )
EMAIL_CONNECTIONS = env.int("EMAIL_CONNECTIONS", 4)
if not 1 <= EMAIL_CONNECTIONS <= 50:
    raise ImproperlyConfigured("The portal doesn't start: EMAIL_CONNECTIONS must be 1 to 50.")
EMAIL_PER_MINUTE = env.int("EMAIL_PER_MINUTE", 0)
if EMAIL_PER_MINUTE < 0:
    raise ImproperlyConfigured(
        "The portal doesn't start: EMAIL_PER_MINUTE must be a number of mails, or 0 for no limit."
    )
EMAIL_TIMEOUT = 10  # seconds that a page waits; the worker: ruhrdialog/lib/smtp/connection.py
has_address = "@" in OPERATOR["email"]  # dev/run has words in brackets there
DEFAULT_FROM_EMAIL = OPERATOR["email"] if has_address else f"portal@{site.hostname}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where mails come back to, with a mark of each, and where they are read; a command takes them, too.
BOUNCE_ADDRESS = checked_address(env.str("BOUNCE_ADDRESS", ""))
BOUNCE_MAILBOX = mailbox(secret("BOUNCE_MAILBOX_URL"))
if BOUNCE_MAILBOX and not BOUNCE_ADDRESS:
    raise ImproperlyConfigured(
        "The portal doesn't start: BOUNCE_MAILBOX_URL is the mailbox of BOUNCE_ADDRESS; set both."
    )
# How many updates a month the operator promises at most; without it nothing is promised.
NEWS_PER_MONTH = env.int("NEWS_PER_MONTH", 0, validate=validate.Range(0, 31))

# Security
SECURE_CSP = {  # as Django 6 will have it
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],  # data: KERN draws its icons as masks
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
if OPERATOR_SIGN_LANGUAGE_VIDEO:
    SECURE_CSP["media-src"] = [SELF]
SECURE_REFERRER_POLICY = "same-origin"
# Browsers keep it so long: a site that is new to https begins with minutes. Whether it holds for
# all hosts below the site's, and in browsers as they come, its operator decides.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", YEAR) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", False)
if SECURE_HSTS_PRELOAD and not (SECURE_HSTS_INCLUDE_SUBDOMAINS and SECURE_HSTS_SECONDS >= YEAR):
    raise ImproperlyConfigured(
        "The portal doesn't start: HSTS_PRELOAD wants HSTS_INCLUDE_SUBDOMAINS and at least "
        f"{YEAR} HSTS_SECONDS."
    )
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # HSTS without these two
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$", "^metrics$"]  # asked from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Browsers take a cookie of such a name only with Secure, without Domain and for the whole host, so
# none comes from a neighbouring host. ruhrdialog/middleware.py keeps it off the public pages.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "ruhrdialog.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of one form; what is above gets a 413 page

# Staff: name and password, then a second factor; a session ends after an hour without a click and
# after a working day in any case (ruhrdialog/admin_site.py).
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", True)
if HTTPS and not SECOND_FACTOR_REQUIRED:
    raise ImproperlyConfigured(
        "The portal doesn't start: with https staff need a second factor; remove "
        "SECOND_FACTOR_REQUIRED from the environment."
    )
SESSION_COOKIE_AGE = 60 * 60  # seconds since the last click
SESSION_SAVE_EVERY_REQUEST = True
SESSION_LONGEST = 10 * 60 * 60  # seconds since the login
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "ruhrdialog.accounts.StaffAccounts"
ACCOUNT_FORMS = {"change_password": "ruhrdialog.accounts.ChangePasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}  # the key: name and network
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "ruhrdialog.accounts.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds before and after; MFA_FORMS take each once
MFA_FORMS = {
    "authenticate": "ruhrdialog.second_factor.AuthenticateForm",
    "reauthenticate": "ruhrdialog.second_factor.ReauthenticateForm",
}
MFA_TOTP_ISSUER = "Ruhr-Konferenz Verwaltung"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Limits of the login are counted in the database, which all processes share.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Nobody makes so many counters within the minutes that one lives, so none is pushed out;
        # the worker deletes each hour what has ended.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    # Public pages, in the memory of each process: 50 KB each with their compressed forms. The
    # portal has a hundred; beyond the bound go those that nobody asked for lately.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 600},
    },
}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "ruhrdialog.lib.passwords.GuessableValidator"},
]

# No DEBUG: at that level libraries write down what they work on, and that is what people wrote.
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING", validate=validate.OneOf(["INFO", "WARNING", "ERROR"]))
LOG_FORMAT = env.str("LOG_FORMAT", "plain", validate=validate.OneOf(FORMATS))  # in lib/logs.py
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "seldom": {"()": "ruhrdialog.lib.logs.Seldom"},
        "secrets": {"()": "ruhrdialog.lib.logs.HideSecrets"},
        "stray_host": {"()": "ruhrdialog.lib.logs.StrayHost"},
    },
    "formatters": {"line": {"()": "ruhrdialog.lib.logs.formatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["seldom", "secrets"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Django's own handlers would mail the page, with what was typed, to the administrators.
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        # What strangers ask for and are refused is no event: a scanner would fill the log.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        # One's own host may be missing in ALLOWED_HOSTS: that can be seen with LOG_LEVEL=INFO.
        "django.security.DisallowedHost": {"level": "ERROR", "filters": ["stray_host"]},
    },
}
