"""What citizens agree to when their text may be shown; asked for in the survey and on the receipt.

The version of the wording is stored with the consent, which has to be proven (GDPR, Article 7(1)).
"""

FIRST_WORDING = ""  # of pages and rows from before versions were stored
WORDING_VERSION = "2026-11"
# A changed sentence gets a version of its own. Former ones stay: they were agreed to.
WORDINGS = {
    FIRST_WORDING: "Mein Text darf ohne meinen Namen veröffentlicht werden. Wir prüfen ihn vorher.",
    WORDING_VERSION: (
        "Mein Text darf auf diesem Portal und in Berichten darüber ohne Namen erscheinen. Wir "
        "prüfen ihn vorher. Ich kann das jederzeit zurücknehmen. Kopien, die es dann schon gibt, "
        "können wir nicht zurückholen."
    ),
}
