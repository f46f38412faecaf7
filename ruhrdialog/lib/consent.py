"""What people agree to when they give an address; asked for with the survey and without it."""

# The number of the sentence: it is stored as proof, so a new sentence gets a new one.
WORDING_VERSION = "2026-11"
CONSENT = (
    "Ja, informieren Sie mich per E-Mail über die Ruhr-Konferenz. Wir speichern die Adresse "
    "getrennt von Ihren Antworten. Erst wenn Sie unsere E-Mail bestätigen, schreiben wir Ihnen. "
    "Abmelden geht jederzeit."
)
