"""Values that fields have by default and Python draws. Migrations name them, so they never move."""

from ruhrdialog.lib.codes import CODE_LENGTH, REFERENCE_LENGTH, random_code


def new_reference() -> str:
    """Return a Beitragsnummer that is probably free."""
    return random_code(REFERENCE_LENGTH)


def new_token() -> str:
    """Return the secret of a subscription."""
    return random_code(CODE_LENGTH)
