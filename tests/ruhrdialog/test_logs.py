"""No secret address stands in the log: not those of today, nor one that is added."""

import json
import logging
import re
import sys
import time
from types import ModuleType

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, include, path, re_path

from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.logs import PLAIN, HideSecrets, NoContent, NoContentAsJson, Seldom, formatter
from ruhrdialog.lib.request_numbers import number
from ruhrdialog.lib.secret_paths import SecretConverter

SECRET_NAMES = {"code", "token", "secret"}


def logged(line, *values):
    record = logging.LogRecord("name", logging.WARNING, "", 0, line, values, None)
    assert HideSecrets().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("address", ["/beleg/", "/auf-dem-laufenden/"])
@pytest.mark.parametrize(
    "line",
    ["Not Found: {0}%s/", "GET {0}%s HTTP/1.1", '"https://portal.example{0}%s/"', "{0}%s/aendern/"],
)
def test_the_secret_is_taken_out_of_the_line(line, address):
    code = random_code()
    written = logged(line.format(address), code)
    assert code not in written
    assert written == line.format(address) % "…"


@pytest.mark.parametrize(
    "spelling", ["/%62eleg/", "/b%65leg/", "/beleg%2F", "%2Fbeleg%2f", "/%62%65%6C%65%67%2F"]
)
def test_a_path_is_known_in_other_spellings(spelling):
    assert logged("%s", f"GET {spelling}{random_code()}/") == f"GET {spelling}…/"


CODE = "BCDFGHJKLMNPQRSTVWXZZXWVTSRQPN"
TOKEN = "0f8fad5bd9cb469fa16570867728950e.1wTzQk.yJ2-x_Kq7b0wVn3mTzLr5dHc8sAfGpEuYiOoQ1XvBtk"
FORMS = [
    *("/BELEG/{}/", "/Beleg/{}", "//beleg//{}//", "/beleg//{}", "/beleg/%2F{}", "/beleg/{}."),
    *("/beleg/<{}>", "/beleg/{}&fbclid=IwAR0", "/beleg/{}/AENDERN/", "/beleg%252F{}/", "/beleg?{}"),
    *("/%2562eleg/{}/", "/beleg/?code={}", "/?seite=/beleg/{}/", "/mitmachen/?x={}", "/belege/{}"),
    *("/beleg/x/{}/", "/beleg/{0}/{0}", "/AUF-DEM-LAUFENDEN/{}/abmelden", "/{}", "/beleg/Code:{}"),
    *("/auf-dem-laufenden//{}/", "/auf-dem-laufenden/{}%3D", "/auf-dem-laufenden/x/{}/daten.json"),
    *("/auf-dem-laufenden/%3E{}", "https://portal.example/beleg/{}/", "/static/{}.css"),
]
LINES = ["GET %s HTTP/1.1", "Not Found: %s", "Referer: %s", '"%s"', "Internal Server Error: %s"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", LINES)
def test_no_form_of_an_address_tells_its_secret(form, line):
    dashed = "-".join(CODE[start : start + 5] for start in range(0, 30, 5))
    blank = "%20".join(dashed.split("-"))
    dash = "%25E2%2580%2593".join(dashed.split("-"))
    for secret in (CODE, CODE.lower(), TOKEN, dashed, blank, dash, dashed.replace("-", "/")):
        written = logged(line, form.format(secret)).lower()
        for part in (CODE[:5], CODE[5:10], CODE[20:25], CODE[25:], *TOKEN.split(".")):
            assert part.lower() not in written


@pytest.mark.parametrize(
    "secret",
    [
        "BCDFG HJKLM NPQRS TVWXZ ZXWVT SRQPN",
        "BCDFG\nHJKLM\r\nNPQRS\u00a0TVWXZ\u200bZXWVT\u2013SRQPN",
        "BCDFG\"HJKLM'NPQRS#TVWXZ?ZXWVT\\SRQPN",
        "8CDFG-HJK1M-NP0R5-TVWX2-ZXWVT-SRQPN",
        TOKEN.replace(".", " "),
        TOKEN[:20] + "\n" + TOKEN[20:50] + "=\n" + TOKEN[50:],
        TOKEN.replace("x_K", 'x_"K'),
    ],
)
@pytest.mark.parametrize("place", ["/beleg/", "/auf-dem-laufenden/", "/BELEG/", "/beleg//"])
def test_neither_does_a_path_as_django_tells_it_decoded(secret, place):
    for line in ("%s: %s", "%s: %s HTTP/1.1"):
        written = logged(line, "Service Unavailable", f"{place}{secret}/")
        rest = re.sub("…|Service Unavailable: |HTTP/1.1|/|beleg|auf-dem-laufenden", "", written)
        assert rest.strip().lower() in ("", "beleg")


def test_what_is_shorter_or_longer_than_a_code_stays():
    for line in (
        "from survey.participation.receipt_views import find_nothing_with_it",
        "Not Found: /themenforen/wohnen-und-stadt/mitmachen/bild.png",
        "The spool holds 120 files, 0 of them odd, in 0.25 s",
        "Job survey.tasks.send_consent_mail[1205] ended with status: Success, lasted 0.012 s",
    ):
        assert logged("%s", line) == line


def test_other_lines_stay_as_they_are():
    for line in ("Not Found: /x/", "/themenforen/verkehr/mitmachen/", "/beleg/", "100 % / 3"):
        assert logged("%s", line) == line


@pytest.mark.parametrize(
    "part",
    [
        "/",
        "%2f",
        "/beleg",
        "/beleg/",
        "/%62eleg",
        "'",
        "a",
        "b",
        "b%25",
        "%252f",
        "b-",
        "-1",
        "b%%",
    ],
)
def test_a_hostile_line_takes_no_time(part):
    line = part * (8190 // len(part))  # the longest that gunicorn takes
    start = time.perf_counter()
    logged("%s", line)
    assert time.perf_counter() - start < 0.2


def parameters(patterns, above=""):
    """Yield route, name and converter (None in a regular expression) of each parameter."""
    for each in patterns:
        route = above + str(each.pattern)
        for name, converter in each.pattern.converters.items():
            yield route, name, converter
        for name in each.pattern.regex.groupindex.keys() - each.pattern.converters.keys():
            yield route, name, None
        if isinstance(each, URLResolver):
            yield from parameters(each.url_patterns, route)


def unmarked(patterns):
    """Return the routes with a parameter that is a secret by its name only."""
    return [
        route
        for route, name, converter in parameters(patterns)
        if name in SECRET_NAMES and not isinstance(converter, SecretConverter)
    ]


def test_every_code_and_token_in_an_address_is_marked_as_secret():
    patterns = get_resolver().url_patterns
    marked = [each for each in parameters(patterns) if isinstance(each[2], SecretConverter)]
    assert len(marked) >= 6
    assert unmarked(patterns) == []


def view(request, **_):
    return HttpResponse()


def test_one_that_is_not_marked_is_found():
    routes = [
        path("entwurf/<str:code>/", view),
        path("x/", include([path("<token>/", view), re_path("^(?P<token>.+)$", view)])),
    ]
    assert unmarked(routes) == ["entwurf/<str:code>/", "x/<token>/", "x/^(?P<token>.+)$"]


@pytest.fixture
def serve(settings, monkeypatch, request):
    """Let the portal have other addresses."""

    def use(*patterns):
        module = ModuleType(f"addresses_of_{request.node.name}")
        module.urlpatterns = [*patterns]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        settings.ROOT_URLCONF = module.__name__

    return use


def test_a_new_secret_address_is_hidden_by_itself(serve):
    below = [path("<secret:one>/und/<secret:two>/", view), path("frei/<str:three>/", view)]
    serve(path("entwurf/<secret:code>/", view), path("<slug:forum>/mehr/", include(below)))
    assert logged("Not Found: /entwurf/ABC/ändern/") == "Not Found: /entwurf/…/ändern/"
    assert logged("GET /verkehr/mehr/ABC/und/DEF/") == "GET /verkehr/mehr/…/und/…/"
    assert logged("GET /beleg/ABC/frei/DEF/") == "GET /beleg/ABC/frei/DEF/"


def test_behind_a_regular_expression_or_a_language_it_is_hidden_too(serve):
    below = [path("entwurf/<secret:code>/", view)]
    serve(re_path(r"^(?:en|ar)/", include(below)), *i18n_patterns(path("x/", include(below))))
    assert logged("GET /en/entwurf/ABC/") == "GET /en/entwurf/…/"
    assert logged("GET /de/x/entwurf/ABC/") == "GET /de/x/entwurf/…/"


def test_while_the_addresses_cannot_be_read_no_path_is_shown(settings):
    settings.ROOT_URLCONF = "there_is_no_such_module"
    assert logged("Internal Server Error: /beleg/ABC/") == "Internal Server Error: /…"


# Content, addresses, and a log that nobody can fill


@pytest.mark.parametrize(
    "secret",
    [
        *("name@example.org", "a.b+c@mail.example", "203.0.113.7", "2001:db8::1", "::ffff:1.2.3.4"),
        "2001:db8:0:0:0:0:2:1",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
    ],
)
def test_addresses_and_keys_are_taken_out(secret):
    assert logged("Job for %s failed", secret) == "Job for … failed"


def test_times_and_numbers_stay():
    line = "Deleted 12 rows at 12:30:45, version 5.2.9"
    assert logged("%s", line) == line


WRITTEN = "Was ein Mensch schrieb"


def failing():
    try:
        try:
            int(WRITTEN)
        except ValueError as error:
            raise KeyError(WRITTEN) from error
    except KeyError:
        return sys.exc_info()


def test_exceptions_that_came_of_each_other_are_told_once_each():
    """In the past this went on for ever, and with it every thread that had something to tell."""
    one, other = ValueError("geheim"), KeyError("geheim")
    one.__cause__, other.__cause__ = other, one
    told = NoContent("%(message)s").formatException((ValueError, one, None))
    assert told.split() == ["ValueError", "KeyError"]


@pytest.mark.parametrize("formatter", [NoContent("%(message)s"), NoContentAsJson()])
def test_of_an_exception_the_kind_and_the_place_are_told_and_no_word(formatter):
    record = logging.LogRecord("name", logging.ERROR, "", 0, "Fehler", (), failing())
    record.exc_text = WRITTEN  # as another formatter would have kept it
    line = formatter.format(record)
    assert "KeyError" in line
    assert "ValueError" in line
    assert "in failing" in line
    assert "Mensch" not in line


def test_from_one_place_come_twenty_lines_a_minute_and_the_last_says_so(time_machine):
    time_machine.move_to("2026-03-01 12:00:00", tick=False)
    seldom = Seldom()

    def line(number, place=1):
        record = logging.LogRecord("name", logging.ERROR, "file", place, "%s", (number,), None)
        return record.getMessage() if seldom.filter(record) else None

    lines = [line(number) for number in range(100)]
    assert lines[:19] == [str(number) for number in range(19)]
    assert lines[19] == "19 (the last one of these in this minute)"
    assert lines[20:] == [None] * 80
    assert line(1, place=2) == "1"
    time_machine.move_to("2026-03-01 12:01:00", tick=False)
    assert line(2) == "2"


def dated(error=None):
    record = logging.LogRecord("survey", logging.ERROR, "", 0, "Fehler", (), error)
    record.created, record.process = 1_772_366_400.25, 7
    return record


def test_a_plain_line_has_the_time_with_its_offset_and_the_request():
    number.set("1234567890abcdef")
    line = NoContent(PLAIN).format(dated())
    assert line == "2026-03-01T12:00:00.250+00:00 ERROR 7 survey [1234567890abcdef] Fehler"
    number.set(None)
    assert NoContent(PLAIN).format(dated()).endswith(" survey [-] Fehler")


def test_no_text_begins_a_line_of_its_own():
    words = "Fehler\n2026-03-01T12:00:00.250+00:00 ERROR 7 survey [-] erfunden\r\x85\u2028Ende"
    record = logging.LogRecord("survey", logging.ERROR, __file__, 1, "%s", (words,), None)
    assert HideSecrets().filter(record)
    assert len(NoContent(PLAIN).format(record).splitlines()) == 1


def test_a_line_in_json_holds_the_same_and_nothing_else():
    record = dated(failing())
    record.request = record.extra = record.reason = WRITTEN  # Django adds the whole request
    number.set("1234567890abcdef")
    line = NoContentAsJson().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert "in failing" in told.pop("exception")
    assert told == {
        "time": "2026-03-01T12:00:00.250+00:00",
        "level": "ERROR",
        "process": 7,
        "logger": "survey",
        "request": "1234567890abcdef",
        "message": "Fehler",
    }
    assert "exception" not in json.loads(NoContentAsJson().format(dated()))


def test_the_format_is_chosen_by_variable(monkeypatch):
    for value, expected in {None: NoContent, "plain": NoContent, "json": NoContentAsJson}.items():
        monkeypatch.delenv("LOG_FORMAT", raising=False)
        if value:
            monkeypatch.setenv("LOG_FORMAT", value)
        assert type(formatter()) is expected


@pytest.mark.django_db
def test_a_stray_host_is_one_quiet_line(client, caplog, settings):
    """Shown with LOG_LEVEL=INFO, and without the name: a stranger chose it."""
    caplog.set_level(logging.INFO)
    client.get("/", headers={"Host": "fremd.example"})
    [record] = caplog.records
    assert record.levelname == "INFO"
    assert record.exc_info is None
    assert record.getMessage() == "Somebody asked for a host that ALLOWED_HOSTS doesn't name."


@pytest.mark.django_db
def test_what_strangers_are_refused_is_no_line(client, caplog, settings):
    for name in ("django.request", "django.security", "django.security.DisallowedHost"):
        level = settings.LOGGING["loggers"].get(name, {}).get("level")
        assert level in (None, "ERROR", "CRITICAL")
    client.get("/gibt-es-nicht/")
    client.get("/", headers={"Host": "fremd.example"})
    client.head("/mitmachen/absenden/")
    client.put("/")
    client.post("/mitmachen/", "a=%ff", "application/x-www-form-urlencoded")
    client.post("/mitmachen/absenden/", {"signed": "x"}, "application/x-www-form-urlencoded")
    client.post("/mitmachen/", "a=b", "text/plain")
    assert caplog.messages == []
