"""The pages that the proxy in front shows by itself: it refuses, or the portal doesn't answer."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from ruhrdialog.errors import ERRORS, ErrorText

# Whoever sent something may not know whether it arrived; a check page counts once, however often it
# is sent.
AWAY = ErrorText(
    "Das Portal ist gerade nicht erreichbar",
    "Wenn Sie gerade etwas geschrieben haben: Es ist nicht verloren. Gehen Sie im Browser einen "
    "Schritt zurück, dort steht es noch. Senden Sie es in ein paar Minuten noch einmal. "
    "Kam es doch schon an, zählt es nur einmal.",
)
TEXTS = {status: ERRORS[status] for status in (400, 403, 404, 405, 500)} | {
    413: ErrorText(
        "Das ist zu viel auf einmal",
        "Es wurde nichts gespeichert. Gehen Sie im Browser einen Schritt zurück, dort steht noch, "
        "was Sie geschrieben haben. Kürzen Sie Ihren Text, oder nehmen Sie eine Datei "
        "von höchstens 10 MB.",
    ),
    429: ErrorText(
        "Das waren zu viele Anfragen auf einmal",
        "Aus Ihrem Netz kommt gerade sehr viel. Wenn Sie etwas geschrieben haben: Gehen Sie im "
        "Browser einen Schritt zurück, dort steht es noch. Senden Sie es in ein paar Minuten noch "
        "einmal.",
    ),
    502: AWAY,
    503: AWAY,
    504: AWAY,
}


def proxy_page(status: int) -> str:
    """Render the page for a status, as the portal's own error pages are."""
    request = HttpRequest()
    request.path = "/"
    return render_to_string("error.html", {"status": status, "error": TEXTS[status]}, request)
