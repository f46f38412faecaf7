"""The environment variables of a portal on the developer's own machine."""

import os
import secrets

from dev.environment import ROOT

DATA = ROOT / ".data"
MAILS = DATA / "mails"
SPOOL = DATA / "spool"
OPERATOR = {
    "NAME": "[Name der Behörde]",
    "ADDRESS": "[Straße und Hausnummer]\\n[Postleitzahl und Ort]",
    "REPRESENTATIVE": "[Name und Amt der Vertretung]",
    "PHONE": "[Telefonnummer]",
    "EMAIL": "[E-Mail-Adresse]",
    "DATA_PROTECTION_OFFICER": "[Name und Anschrift]",
    "PRESS": "[Pressestelle]",
}
MAIL_FOLDER = f"file:///{MAILS}"  # the path begins with the fourth slash


def set_defaults(port: int = 8000) -> None:
    """Set what production must be given and development can make up; what is set stays."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruhrdialog.settings")
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
    os.environ.setdefault("EMAIL_URL", MAIL_FOLDER)
    SPOOL.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("SPOOL_DIR", str(SPOOL))
    os.environ.setdefault("SECOND_FACTOR_REQUIRED", "false")
    if "SECRET_KEY" not in os.environ:
        os.environ["SECRET_KEY"] = kept_secret()


def fill_in_operator() -> None:
    """Show in brackets what the operator would say, so that a first look isn't full of gaps."""
    for name, words in OPERATOR.items():
        os.environ.setdefault(f"OPERATOR_{name}", words)


def kept_secret() -> str:
    """Return the checkout's own key, kept so that open forms survive a restart."""
    file = DATA / "secret_key"
    if not file.exists():
        DATA.mkdir(mode=0o700, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()
