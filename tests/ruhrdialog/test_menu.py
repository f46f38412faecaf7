from types import SimpleNamespace

import pytest

from ruhrdialog.context_processors import menu


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/mitmachen/", [("Mitmachen", "page")]),
        ("/mitmachen/pruefen/", [("Mitmachen", "true")]),
        ("/themenforen/", [("Themen", "page")]),
        ("/themenforen/verkehr/", [("Themen", "true")]),
        ("/themenforen/verkehr/mitmachen/", [("Mitmachen", "true")]),
        ("/ergebnisse/verkehr/", [("Ergebnisse", "true")]),
        ("/", []),
    ],
)
def test_one_place_of_the_menu_at_most_is_the_present_one(path, marked):
    places = menu(path, SimpleNamespace(name="Mitmachen"))
    assert [(label, current) for _, label, current in places if current] == marked
