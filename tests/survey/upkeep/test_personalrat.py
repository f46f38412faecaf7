"""What stands about staff: each stored field is named to the Personalrat, and nobody is counted."""

import csv
import io
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ManyToManyField

from dev.environment import ROOT
from survey.desk.assignments import Assignment
from survey.desk.filters import PersonFilter
from survey.figures.models import Tally
from survey.submissions.steps import ANSWER
from survey.transfer.exporting import COLUMNS
from survey.upkeep.data_of_staff import STAFF
from survey.upkeep.stored_data import STORED_DATA

# Of these all is about the person; of all other models the field that points to one.
WHOLE = {
    "auth.User",
    "mfa.Authenticator",
    "sessions.Session",
    "usersessions.UserSession",
    "admin.LogEntry",
    "ruhrdialog.Event",
    "ruhrdialog.AccessReset",
    "ruhrdialog.StartPassword",
    "reversion.Revision",
    "survey.ExportRecord",
    "survey.Claim",
    "survey.DeskKeys",
    "survey.ImportRecord",
    "survey.Assignment",
    "survey.AssignmentRule",
    "survey.Cover",
    "survey.WeeklyMail",
}
LIST = "/verwaltung/survey/submission/"
NAMES = ("Verena", "Veitshans")


# What is stored


def on_staff(kind):
    """Return the fields of a model that hold something about staff; relations have own tables."""
    if "." not in kind.model:
        return []
    fields = [
        field
        for field in apps.get_model(kind.model)._meta.get_fields()
        if field.concrete and not isinstance(field, ManyToManyField)
    ]
    if kind.model in WHOLE:
        return fields
    return [field for field in fields if field.related_model is User]


def rows():
    for kind in STORED_DATA:
        words = {field.name: field for field in kind.fields}
        for field in on_staff(kind):
            what = words[field.name].what if field.name in words else kind.title
            why = words[field.name].why if field.name in words else kind.purpose
            ends = " ".join(end.words for end in kind.ends)
            yield f"| `{kind.model}.{field.name}` | {what} | {why} | {kind.seen_by} | {ends} |"


def test_the_document_has_each_field_with_why_who_sees_it_and_how_long():
    text = (ROOT / "docs" / "personalrat.md").read_text()
    assert [line for line in text.splitlines() if line.startswith("| `")] == list(rows())


def test_of_what_is_all_about_a_person_each_field_says_what_it_is_for():
    kinds = {kind.model: kind for kind in STAFF}
    assert set(kinds) >= WHOLE
    for label in WHOLE:
        fields = {each.name for each in apps.get_model(label)._meta.get_fields() if each.concrete}
        assert {field.name for field in kinds[label].fields} == fields, label


# That nobody is counted or compared


def hops(model, path):
    """Return the models through which a path of Django's leads, and its last field."""
    field = None
    for part in path.removeprefix("-").split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            break
        if field.related_model is None:
            break
        yield field.related_model
        model = field.related_model


def leads_to_staff(model, path):
    return User in hops(model, path)


PAGES = [
    pytest.param(model, page, id=model._meta.label)
    for model, page in admin.site._registry.items()
    if model is not User
]


@pytest.mark.parametrize(("model", "page"), PAGES)
def test_no_list_is_filtered_ordered_or_searched_by_colleague(rf, model, page):
    request = rf.get("/")
    request.user = User(is_superuser=True)
    paths = [each if isinstance(each, str) else each[0] for each in page.get_list_filter(request)
             if not isinstance(each, type)]  # fmt: skip
    paths += page.get_search_fields(request)
    for name in page.get_list_display(request):
        column = getattr(page, str(name), None)
        order = getattr(column, "admin_order_field", None) or name
        sortable = page.get_sortable_by(request)
        if isinstance(order, str) and (sortable is None or name in sortable):
            paths.append(order)
    paths += [each for each in page.get_ordering(request) or model._meta.ordering
              if isinstance(each, str)]  # fmt: skip
    assert not [path for path in paths if leads_to_staff(model, path)]


def test_the_only_filter_of_persons_knows_oneself_and_nobody():
    lookups = PersonFilter.lookups(None, None, None)
    assert lookups == [("mir", "Meine"), ("niemandem", "Nicht vergeben")]


def test_the_list_of_accounts_tells_nothing_of_how_somebody_works():
    shown = {*admin.site._registry[User].list_display, *admin.site._registry[User].list_filter}
    assert shown == {
        *("username", "first_name", "last_name", "is_active"),
        *("groups", "ministries"),
    }


def test_figures_have_no_column_for_persons():
    assert not [field for field in Tally._meta.get_fields() if field.related_model is User]


@pytest.mark.django_db
def test_no_file_figure_or_print_names_who_did_something(lea, staff, submit):
    for name in NAMES:
        user = staff(name.lower(), "Prüfung", "verkehr").user
        user.first_name = name
        user.save()
        row = submit(reason="Ein Bus", day=date(2026, 3, 1))
        Assignment.objects.give(row, user)
        row.notes.create(text="Anrufen", by=user)
        row.take(ANSWER, user, "Ja.")
    pages = [lea.get("/verwaltung/auswertung/"), lea.get(f"{LIST}drucken/?arbeit=alle")]
    texts = [page.content.decode() for page in pages]
    for kind in ("csv", "jsonl"):
        answer = lea.post(f"{LIST}export/{kind}/?arbeit=alle")
        texts.append(b"".join(answer.streaming_content).decode())
    assert next(csv.reader(io.StringIO(texts[2].lstrip("\ufeff")), delimiter=";")) == list(COLUMNS)
    for text in texts:
        assert "Ein Bus" in text or "Auswertung" in text
        assert not [name for name in NAMES if name in text or name.lower() in text]
