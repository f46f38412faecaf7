"""Every address of the administration × every role and pair of roles × GET and POST.

The addresses come from the URL configuration: one without a line fails. Beside it the lists: each
model's own filters and orders work, and no other column can be asked for.
"""

import re
from itertools import combinations

import pytest
from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import URLResolver, get_resolver
from reversion import is_registered
from reversion.models import Version

from ruhrdialog import errors
from ruhrdialog.lib.editing import keep_present
from ruhrdialog.lib.lists import OfferedList
from tests.ruhrdialog.rows import rows_of_each_model

pytestmark = pytest.mark.django_db
ROLES = {"P": "Prüfung", "L": "Leitung", "R": "Redaktion", "D": "Datenschutz"}
SETS = ["", *ROLES, *(first + second for first, second in combinations(ROLES, 2))]

# model -> role -> what may be done: see, add, change, delete, and what only it knows
RIGHTS = {
    # review, import
    "survey.submission": {"P": "sar", "L": "sari", "D": "sd"},
    "survey.answertemplate": {"L": "sacd"},
    "survey.assignmentrule": {"L": "sacd"},
    "survey.campaign": {"P": "s", "L": "s"},
    "survey.tag": {"L": "scd"},
    "survey.exportrecord": {"L": "s", "D": "s"},
    "survey.subscription": {"D": "sd"},
    "survey.update": {"R": "sacd"},
    "survey.surveyperiod": {"R": "sc"},
    "survey.publicnumbers": {"L": "sc"},
    # released by an action of the list
    "survey.project": {"L": "sac", "R": "sac"},
    # publish, end, erase for good
    "survey.publication": {"P": "sape", "L": "sape", "D": "set"},
    "survey.sentence": {"L": "sacd"},
    "forums.forum": {"R": "sc", "L": "sm"},  # the responsible ministry
    "forums.ministry": {"R": "sac", "L": "sc"},
    "forums.contentdate": {"R": "sc"},
    "faq.question": {"R": "sacd"},
    "ruhrdialog.barrierreport": {"R": "sc", "D": "scd"},
    "auth.user": {"L": "sac"},
    "ruhrdialog.event": {"L": "s", "D": "s"},
}

# end of the address of a model -> what GET and POST need of these, all of them; a number is the
# answer for everybody
PAGES = {
    "": ("s", "s"),
    "add/": ("a", "a"),
    "<path:object_id>/change/": ("s", "c"),
    "<path:object_id>/history/": ("s", "s"),
    "<path:object_id>/delete/": ("d", "d"),
    "<path:object_id>/": (302, 302),  # to the page of change
    "^recover/$": ("ac", "ac"),
    r"^recover/(\d+)/$": ("ac", "ac"),
    r"^([^/]+)/history/(\d+)/$": ("c", "c"),
    "<path:object_id>/vorschau/": (405, "c"),
    "vorschau/": (405, "a"),
}
# addresses with a line of their own: model, and what GET and POST need of its rights
OWN = {
    "konto/": ("survey.submission", "r", "r"),
    "auswertung/": ("survey.submission", "r", 405),
    "survey/submission/drucken/": ("survey.submission", "s", 405),
    "survey/submission/export/<str:kind>/": ("survey.submission", 405, "s"),
    "survey/submission/einlesen/": ("survey.submission", "i", "i"),
    "survey/submission/<path:object_id>/offen/": ("survey.submission", 405, "r"),
    "survey/submission/<path:object_id>/akte/": ("survey.submission", "s", 405),
    "survey/submission/zuruecknehmen/": ("survey.submission", "r", "r"),
    "survey/submission/antworten/": ("survey.submission", "r", "r"),
    "survey/submission/tasten/": ("survey.submission", "r", "r"),
    "survey/submission/<path:object_id>/change/": ("survey.submission", "s", "r"),
    "survey/subscription/nachweis/": ("survey.subscription", "s", "s"),
    "survey/update/<int:pk>/senden/": ("survey.update", "c", "c"),
    "survey/update/<int:pk>/vorschau/": ("survey.update", "c", 405),
    "survey/update/<int:pk>/vorschau/mail/": ("survey.update", "c", 405),
    "survey/update/<int:pk>/vorschau/text/": ("survey.update", "c", 405),
    "survey/publication/<int:pk>/veroeffentlichen/": ("survey.publication", 405, "p"),
    "survey/publication/<int:pk>/antwort/": ("survey.publication", 405, "p"),
    "survey/publication/<int:pk>/beenden/": ("survey.publication", 405, "e"),
    "survey/publication/schwaerzen/": ("survey.publication", "t", "t"),
    "forums/forum/<int:pk>/ministerium/": ("forums.forum", "m", "m"),
    "forums/forum/<path:object_id>/history/": ("forums.forum", "c", "c"),
    "auth/user/<id>/password/": ("auth.user", "c", "c"),
}
# the same for everybody who is logged in: the answers to GET and POST; who hasn't just given the
# password is asked for it (302) before a factor changes
EVERYBODY = {
    "": (200, 200),
    "anmeldungen/": (200, 405),
    "login/": (403, 403),
    "logout/": (405, 200),
    "password_change/": (302, 302),
    "password_change/done/": (200, 405),
    "autocomplete/": (403, 405),
    "jsi18n/": (200, 405),
    "r/<path:content_type_id>/<path:object_id>/": (404, 404),
    "(?P<url>.*)$": (404, 404),
    "konto/login/": (302, 302),
    "konto/logout/": (200, 302),
    "konto/inactive/": (200, 405),
    "konto/reauthenticate/": (200, 200),
    "konto/passwort/": (200, 200),
    "konto/sitzungen/": (200, 302),
    "konto/zweiter-faktor/": (200, 405),
    "konto/zweiter-faktor/authenticate/": (302, 302),
    "konto/zweiter-faktor/reauthenticate/": (302, 302),
    "konto/zweiter-faktor/totp/activate/": (302, 302),
    "konto/zweiter-faktor/totp/deactivate/": (404, 404),
    "konto/zweiter-faktor/recovery-codes/": (404, 405),
    "konto/zweiter-faktor/recovery-codes/generate/": (302, 302),
    "konto/zweiter-faktor/recovery-codes/download/": (404, 404),
    "konto/zweiter-faktor/webauthn/": (200, 405),
    "konto/zweiter-faktor/webauthn/add/": (302, 302),
    "konto/zweiter-faktor/webauthn/reauthenticate/": (302, 302),
    "konto/zweiter-faktor/webauthn/keys/<int:pk>/remove/": (302, 302),
    "konto/zweiter-faktor/webauthn/keys/<int:pk>/edit/": (302, 302),
    "konto/zweiter-faktor/webauthn/login/": (302, 302),
}
APP_LIST = "^(?P<app_label>auth|ruhrdialog|forums|survey|faq)/$"
LET_IN = {"get": {200}, "post": {200, 204, 302, 400, 422}}  # the posts are empty


def routes(resolver=None, prefix=""):
    """Yield every route below /verwaltung/, as the URL configuration has it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif route.startswith("verwaltung/"):
            yield route.removeprefix("verwaltung/")


ROUTES = sorted(routes())


def line(route):
    """Return what the tables say of a route: model, and what GET and POST need."""
    if route in EVERYBODY:
        return None, *EVERYBODY[route]
    if route == APP_LIST:  # asked for the survey's, of which each role has something
        return APP_LIST, "s", "s"
    if route in OWN:
        return OWN[route]
    app, model, page = route.split("/", 2)
    return f"{app}.{model}", *PAGES[page]


def held(label, roles):
    if label == APP_LIST:
        return "s" if roles else ""
    return "".join(RIGHTS[label].get(role, "") for role in roles) if label else ""


def test_every_address_has_a_line_and_every_line_an_address():
    for route in ROUTES:
        assert line(route), route
    assert {*OWN, *EVERYBODY} <= set(ROUTES)
    assert {model._meta.label_lower for model in admin.site._registry} == set(RIGHTS)


def address(route, rows):
    """Return the address of a route, with the row of its model and its first version."""
    row = rows.get(".".join(route.split("/")[:2]))
    has_versions = r"(\d+)" in route and row and is_registered(type(row))
    values = {
        "(?P<app_label>auth|ruhrdialog|forums|survey|faq)": "survey",
        "(?P<url>.*)": "nirgends",
        "<path:content_type_id>": "1",
        "<str:kind>": "csv",
        r"(\d+)": has_versions and Version.objects.get_for_object(row)[0].pk,
    }
    keys = ("<path:object_id>", "<int:pk>", "<id>", "([^/]+)")
    values |= dict.fromkeys(keys, row.pk if row else 1)
    query = "?arbeit=alle" if route == "survey/submission/" else ""
    for pattern, value in values.items():
        route = route.replace(pattern, str(value))
    return "/verwaltung/" + re.sub(r"[\^$]", "", route) + query


@pytest.fixture
def quick(monkeypatch, settings):
    """Leave out what says nothing about rights: templates, sessions and users read anew."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.SESSION_SAVE_EVERY_REQUEST = False
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    monkeypatch.setattr(
        errors, "error_page", lambda request, status, *_: HttpResponse(status=status)
    )
    users = {}

    def get_user(self, key):
        if key and str(key) not in users:
            users[str(key)] = User.objects.get(pk=key)
        return users.get(str(key))

    monkeypatch.setattr(ModelBackend, "get_user", get_user)
    listed = AdminSite.get_app_list  # stands in every page; by itself it is one of the addresses

    def get_app_list(self, request, app_label=None):
        return listed(self, request, app_label) if app_label else []

    monkeypatch.setattr(AdminSite, "get_app_list", get_app_list)


@pytest.fixture
def rows(submit):
    User.objects.create_user("first")
    rows = rows_of_each_model(submit)
    for row in rows.values():
        if is_registered(type(row)):
            keep_present(row)
    return rows


@pytest.fixture
def somebody(quick, rows):
    """Return a function that logs in somebody with roles, in the ministry of the submission."""

    def make(roles):
        user = User.objects.create(username=f"somebody-{roles}", password="a", is_staff=True)
        user.groups.set(Group.objects.filter(name__in=[ROLES[role] for role in roles]))
        user.ministries.set([rows["forums.ministry"]])
        client = Client()
        client.force_login(user)
        return client

    return make


def ask(client, method, path):
    """Return the status; what was changed is taken back. Not being there is being refused."""
    cookie = client.cookies["sessionid"].value
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    client.cookies["sessionid"] = cookie  # a logout has taken it
    not_there = response.status_code == 302 and response["Location"] == "/verwaltung/"
    return 403 if not_there and "/konto/" not in path else response.status_code


@pytest.mark.parametrize("roles", SETS)
def test_each_role_and_pair_gets_what_the_table_says(somebody, rows, roles):
    client, wrong = somebody(roles), []
    for route in ROUTES:
        label, *needs = line(route)
        for method, need in zip(("get", "post"), needs, strict=True):
            status = ask(client, method, address(route, rows))
            if isinstance(need, int):
                right = status == need
            elif set(need) <= set(held(label, roles)):
                right = status in LET_IN[method]
            else:
                right = status == (404 if route == APP_LIST else 403)
            if not right:
                wrong.append((route, method, need, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_strangers_get_the_login_everywhere(client, quick, rows):
    # open to all: what leads in, and what leads out
    opened = {"konto/login/", "konto/inactive/", "konto/zweiter-faktor/webauthn/login/"}
    for route in ROUTES:
        for method in ("get", "post"):
            response = getattr(client, method)(address(route, rows))
            sent_to = response.get("Location", "")
            assert "login/" in sent_to or sent_to == "/verwaltung/" or route in opened, route


# The lists


SEES = {label: next(role for role in ROLES if role in may) for label, may in RIGHTS.items()}


def lists():
    for model, page in admin.site._registry.items():
        yield pytest.param(model, page, id=model._meta.label_lower)


@pytest.mark.parametrize(("model", "page"), list(lists()))
def test_a_list_takes_its_own_filters_and_orders_and_asks_for_no_other_column(
    somebody, rf, model, page
):
    label = model._meta.label_lower
    client, path = somebody(SEES[label]), f"/verwaltung/{label.replace('.', '/')}/"
    own = own_parameters(page)
    for name in own:
        assert client.get(path, {name: "9999"}).status_code == 400 or name in FREE, name
        assert client.get(f"{path}?{name}=%00").status_code == 400, name
    for query in offered(client.get(f"{path}?o=1").context_data["cl"]):
        assert client.get(f"{path}{query}&q=a").status_code == 200, query
    for number in range(-len(page.list_display) - 2, len(page.list_display) + 3):
        assert client.get(path, {"o": number, "q": ""}).status_code == 200
    asked = 0
    for field in model._meta.get_fields():
        for lookup in ("", "__startswith", "__gte", "__iregex", "__isnull", "__pk__gte"):
            name = f"{field.name}{lookup}"
            if name not in own:
                assert client.get(path, {name: "("}).status_code == 400, name
                asked += 1
    assert asked > 6


def offered(changelist):
    """Return the addresses of what the filters of a list offer, the last one of each."""
    return [list(spec.choices(changelist))[-1]["query_string"] for spec in changelist.filter_specs]


def own_parameters(page):
    """Return the parameters of the filters that a list shows, and of its hierarchy of dates."""
    names = {"date": [f"{page.date_hierarchy}__year"] if page.date_hierarchy else []}
    for each in page.list_filter:
        if isinstance(each, type):
            names[each] = [each.parameter_name]
        else:
            path = each if isinstance(each, str) else each[0]
            names[each] = OFFERED[path]
    return [name for group in names.values() for name in group]


# Values that nobody has offered, and which show an empty list.
FREE = {"kampagne", "day__gte", "day__lt", "at__year"}
# What Django's own filters ask for, written out: a filter that is added wants its line.
OFFERED = {
    "assigned_forum": ["assigned_forum__id__exact", "assigned_forum__isnull"],
    "assigned_forum__ministry": [
        "assigned_forum__ministry__id__exact",
        "assigned_forum__ministry__isnull",
    ],
    "state": ["state__exact", "state__isnull"],
    "day": ["day__gte", "day__lt"],
    "source": ["source__exact", "source__isnull"],
    "publication_consent": ["publication_consent__exact", "publication_consent__isnull"],
    "forum": ["forum__id__exact", "forum__isnull"],
    "topics": ["topics__id__exact", "topics__isnull"],
    "confirmed_at": ["confirmed_at__isempty"],
    "deliveries__state": ["deliveries__state__exact", "deliveries__state__isnull"],
    "field": ["field__exact", "field__isnull"],
    "format": ["format__exact", "format__isnull"],
    "ministry": ["ministry__id__exact", "ministry__isnull"],
    "group": ["group__exact", "group__isnull"],
    "featured": ["featured__exact", "featured__isnull"],
    "own": ["own__exact", "own__isnull"],
    "done": ["done__exact", "done__isnull"],
    "check_reason": ["check_reason__isempty"],
    "is_active": ["is_active__exact", "is_active__isnull"],
    "groups": ["groups__id__exact", "groups__isnull"],
    "ministries": ["ministries__id__exact", "ministries__isnull"],
}


def test_every_page_of_the_administration_has_such_a_list(rf):
    for page in admin.site._registry.values():
        changelist = page.get_changelist(rf.get("/"))
        assert issubclass(changelist, OfferedList), page
        assert changelist is not ChangeList


@pytest.mark.parametrize("page", ["drucken/", "export/csv/"])
def test_paper_and_files_take_the_same_filters_only(somebody, page):
    client, path = somebody("L"), f"/verwaltung/survey/submission/{page}"
    ask_for = client.get if page == "drucken/" else client.post
    assert ask_for(f"{path}?state__exact=received").status_code == 200
    for query in (
        "receipt_hash__startswith=a",
        "reason__iregex=(",
        "day__gte=gestern",
        "state__exact=%00",
    ):
        assert ask_for(f"{path}?{query}").status_code == 400, query


def test_who_reviews_and_edits_reads_no_other_ministrys_submissions(somebody, rows):
    client, forum = somebody("PR"), rows["forums.forum"]
    base = f"/verwaltung/forums/forum/{forum.pk}/"
    version = Version.objects.get_for_object(forum).first().pk
    before = forum.ministry_id
    for page in ("change/", "ministerium/", "vorschau/", f"history/{version}/"):
        client.post(base + page, {"ministry": rows["forums.ministry"].pk})
    forum.refresh_from_db()
    assert forum.ministry_id == before
