"""No text stops the portal: whatever people write is read in time proportional to its length.

Every pattern of the house, and every function that takes nothing but texts, is found by itself and
tried on hostile texts (tests/hostile.py), ten times as long as the longest field allows.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import FieldError, ValidationError
from django.core.signing import BadSignature
from django.db import DataError, IntegrityError
from django.http import Http404

from ruhrdialog.lib.fields import AddressField, EditedField, LineField, OwnWordsField
from ruhrdialog.lib.markdown import MAX_MARKDOWN, markdown
from ruhrdialog.lib.passwords import GuessableValidator
from ruhrdialog.lib.secret_paths import secret_places
from ruhrdialog.lib.tables import csv_line
from survey.alike.similarity import Rarity, as_written
from survey.figures.overview import Table
from survey.figures.views import body
from survey.news.links import CONFIRM
from survey.participation.drafts import Draft
from survey.participation.forms import TopicField
from survey.participation.signed_answers import SignedAnswers
from survey.submissions.limits import MAX_TEXT
from survey.submissions.models import Submission, Withdrawal
from survey.transfer import importing, reading
from survey.transfer.columns import COLUMNS
from survey.transfer.importing import Judge, plan
from survey.transfer.models import KnownHeader
from survey.transfer.reading import read_table
from survey.transfer.table import MOST_COLUMNS, UnreadableError
from tests.hostile import (
    SECONDS,
    TooSlowError,
    against,
    hostile_texts,
    inside,
    kinds,
    long,
    parser,
    within,
)

pytestmark = pytest.mark.django_db
OWN = ("ruhrdialog", "survey", "forums", "faq")
# The application, started, would give this process the settings of the web server; commands are
# typed by the operator.
LEFT_OUT = re.compile(r"ruhrdialog\.wsgi|.*\.(management|migrations)\b.*")
MADE_OF_ROUTES = "ruhrdialog.lib.secret_paths"
# Functions of the module `re` that look through a text or make a pattern.
LOOKING = {"compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn"}
NOT_PEOPLES = {
    "forums.finding.keywords_in": "what editors write, once a change",
    "forums.finding.stems_in": "what editors write, once a change",
    "forums.finding.words_in": "a hundred signs, says the form, or what editors write",
    "ruhrdialog.health.ask.is_ready": "the path of a socket",
    "ruhrdialog.lib.configured.database": "settings",
    "ruhrdialog.lib.own_key.one_row": "the name of a constraint",
    "ruhrdialog.lib.plain_text.indented": "the second text is a few blanks",
    "ruhrdialog.lib.returns.checked_address": "a setting",
    "ruhrdialog.lib.returns.mailbox": "a setting",
    "ruhrdialog.lib.sealed.age_of": "a secret of our own",
    "ruhrdialog.lib.sealed.cipher": "a secret of our own",
    "ruhrdialog.lib.sealed.opened": "a secret of our own",
    "ruhrdialog.lib.sealed.renewed": "a secret of our own",
    "ruhrdialog.lib.sealed.sealed": "a secret of our own",
    "ruhrdialog.lib.smtp.connection.tls_context": "the name of a file",
    "ruhrdialog.lib.posts.see_other": "names of views, and codes that were found before",
    "ruhrdialog.lib.secret_paths.above_secrets": "the name of a module",
    "ruhrdialog.lib.secret_paths.secret_places": "the name of a module",
    "ruhrdialog.lib.secret_paths.spelling": "a sign of a route",
    "ruhrdialog.lib.secret_paths.spellings": "parts of routes",
    "survey.figures.views.day_field": "a label",
    "survey.news.admin.day_of": "the name of a column",
    "survey.news.joining.join": "an address that AddressField has let through",
    "survey.news.mails.link": "the name of a view, and a secret of our own",
    "survey.news.tasks.send_consent_mail": "the key of a row",
    "survey.participation.spooled.change": "what a form has let through, and a code",
    "survey.participation.spooled.withdraw": "a code",
    "survey.participation.pictures.file": "the name of one of our own files",
    "survey.participation.pictures.picture": "the question of a forum, 300 signs, and its title",
    "survey.participation.sharing.qr_code": "an address of this site",
    "survey.participation.sharing.kept_by": "a code that was looked at",
    "survey.submissions.search.read": "the names of columns",
    "survey.submissions.search.vector": "the names of columns",
    "survey.transfer.columns.distance": "a known name, and one that is about as long",
    "survey.transfer.columns.is_slip": "the same",
    "survey.upkeep.backup.mark_of": "a secret of our own",
    "survey.upkeep.backup.found_in": "the name of a database",
    "survey.upkeep.backup.parameters_of": "the name of a database",
    "survey.upkeep.backup.run": "programs and words of the house",
    "survey.upkeep.announcing.announcement": "an address of staff",
    "survey.upkeep.shuffling.former_copies": "a command of the house",
}
# Classes with methods of texts: how to get an instance, or what the texts are if not people's.
INSTANCES: dict[str, Callable[[], Any] | str] = {
    "forums.models.BySlug": "names in a fixture",
    "ruhrdialog.accounts.SecondFactors": "secrets of our own",
    "ruhrdialog.lib.fields.AddressField": AddressField,
    "ruhrdialog.lib.fields.EditedField": EditedField,
    "ruhrdialog.lib.fields.LineField": LineField,
    "ruhrdialog.lib.fields.OwnWordsField": lambda: OwnWordsField(limit=MAX_TEXT),
    "ruhrdialog.lib.passwords.GuessableValidator": GuessableValidator,
    "ruhrdialog.lib.smtp.connection.Connection": "addresses that were let through",
    "ruhrdialog.lib.own_key.OwnKeyManager": "an address that AddressField has let through",
    "ruhrdialog.sitemaps.PageSitemap": "names of views",
    "survey.alike.similarity.Rarity": Rarity,
    "survey.figures.models.TallyQuerySet": "names of columns",
    "survey.news.links.Link": lambda: CONFIRM,
    "survey.projects.models.Project": "what staff have written",
    "survey.results.numbers.PublicNumbers": "names of our own",
    "survey.news.models.DeliveryQuerySet": "a state, and a code of the mail server",
    "survey.news.models.SubscriptionManager": "an address that AddressField has let through",
    "survey.news.moulds.Slot": "a secret of our own",
    "survey.news.proofs.NeverAgainManager": "an address that AddressField has let through",
    "survey.participation.drafts.Draft": "a secret of our own",
    "survey.participation.drafts.DraftManager": lambda: Draft.objects,
    "survey.participation.forms.TopicField": TopicField,
    "survey.participation.signed_answers.SignedAnswers": lambda: SignedAnswers,
    "survey.submissions.models.Submission": "a tag of forty signs, says the form",
    "survey.spool.files.Spool": "the name of a file",
    "survey.submissions.models.SubmissionManager": lambda: Submission.objects,
    "survey.submissions.models.WithdrawalManager": lambda: Withdrawal.objects,
    "survey.submissions.querysets.SubmissionQuerySet": Submission.objects.all,
    "survey.submissions.search.Search": "the names of columns",
    "survey.submissions.words.WordManager": "a word of a search, which takes few and short ones",
    "survey.transfer.importing.Judge": lambda: Judge(None, "paper"),
    "survey.transfer.models.KnownHeaderManager": lambda: KnownHeader.objects,
    "survey.transfer.unpacking.Elements": "names of elements of XML",
}
# How a text is handed over, by the annotation of what takes it.
AS_ARGUMENT: dict[str, Callable[[str], Any]] = {
    "str": str,
    "str | None": str,
    "tuple[str, ...]": lambda text: (text, text[::-1]),
    "collections.abc.Iterable[str]": lambda text: [text],
    "list[str]": lambda text: [text, *parts(text)[:MOST_COLUMNS]],
    "set[str]": lambda text: set(parts(text)),
    "frozenset[str]": lambda text: frozenset(parts(text)),
    "dict[str, str]": lambda text: dict.fromkeys(COLUMNS, text),
}
REFUSALS = (ValidationError, UnreadableError, BadSignature, Http404)
REFUSALS += (KeyError, ValueError, FieldError, IntegrityError, DataError)


def parts(text: str) -> list[str]:
    return [text[start : start + 5] for start in range(0, len(text), 5)]


def modules() -> Iterator[ModuleType]:
    for name in OWN:
        package = importlib.import_module(name)
        yield package
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not LEFT_OUT.fullmatch(module.name):
                yield importlib.import_module(module.name)


MODULES = list(modules())


# Finding patterns


def patterns_in(name: str, value: object) -> Iterator[tuple[str, re.Pattern]]:
    """Yield the patterns that a value is or holds, with their names."""
    inside: Iterable[tuple[object, object]] = ()
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list | tuple | set | frozenset):
        inside = enumerate(value)
    elif inspect.isclass(value) and value.__module__ in name:
        inside = vars(value).items()
    for key, other in list(inside):
        yield from patterns_in(f"{name}.{key}", other)


def patterns_of(module: ModuleType) -> dict[str, re.Pattern]:
    """Return the patterns that a module knows by a name, its own and others'."""
    named = [(f"{module.__name__}.{name}", value) for name, value in vars(module).items()]
    return dict(found for name, value in named for found in patterns_in(name, value))


EVERY = {pattern: name for module in MODULES for name, pattern in patterns_of(module).items()}
PATTERNS = {name: pattern for pattern, name in EVERY.items()}  # each once


def in_time(work: Callable[..., Any], text: str, *arguments: Any) -> None:
    """Do something with a text; fail if it takes too long. That it is refused is fine."""
    slow = False
    try:
        with within():
            work(*arguments or [text])
    except REFUSALS:
        pass
    except TooSlowError:
        slow = True
    if slow:  # outside of the exception, which came at any moment and has no place to be shown
        pytest.fail(f"More than {SECONDS} s of processor time for {text[:40]!r} … {text[-9:]!r}")


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_looks_through_any_text_in_time(name):
    """`findall` looks from every place of a text: no other method does more."""
    for text in dict.fromkeys(against(PATTERNS[name])):
        in_time(PATTERNS[name].findall, text)


def test_patterns_made_of_routes_look_through_any_text_in_time():
    made = secret_places(settings.ROOT_URLCONF)
    assert made
    for pattern in made:
        for text in against(pattern):
            in_time(pattern.findall, text)


@pytest.mark.parametrize(
    "slow",
    [
        r"\btel\b[.:]? *(?:nr\.?|ist)? *:? *\d(?:[ /-]?\d){4,}",  # cubic
        r"\w+(?:-\w+)+",  # quadratic
        r"[A-ZÄÖÜ][\w-]+\.? ?\d{1,3}\b",
        r"(a|b|ab)*c",  # exponential
    ],
)
def test_slow_patterns_are_caught(slow):
    pattern = re.compile(slow)

    def look_through_all() -> None:
        for text in against(pattern):
            in_time(pattern.findall, text)

    with pytest.raises(pytest.fail.Exception, match="processor time"):
        look_through_all()


@pytest.mark.parametrize("name", PATTERNS)
def test_no_group_is_possessive(name):
    """Python 3.11.2, as Debian has it, takes `(…)*+` wrongly; `(?>(…)*)` does the same."""
    assert not list(possessive_groups(parser.parse(PATTERNS[name].pattern, PATTERNS[name].flags)))


def test_a_possessive_group_is_caught():
    assert list(possessive_groups(parser.parse(r"a(?:\w-)*+")))
    assert not list(possessive_groups(parser.parse(r"a\w*+(?>(?:\w-)*)[ab]?+")))


def possessive_groups(parsed: Iterable[tuple]) -> Iterator[object]:
    for kind, value in parsed:
        for part in value[1] if kind is kinds.BRANCH else [inside(kind, value)]:
            if kind is kinds.POSSESSIVE_REPEAT and not is_single(part):
                yield part
            yield from possessive_groups(part)


def is_single(part: Iterable[tuple]) -> bool:
    signs = (kinds.LITERAL, kinds.NOT_LITERAL, kinds.IN, kinds.ANY)
    return [kind in signs for kind, _ in part] == [True]


def test_every_pattern_has_a_name_by_which_it_is_found():
    """One inside a function, or `re.split` with a text, would escape the test above."""
    for module in MODULES:
        if module.__name__ == MADE_OF_ROUTES:
            continue
        source = Path(module.__file__).read_text()
        nodes = ast.walk(ast.parse(source)) if re.search(r"\b(import|from) re\b", source) else ()
        hidden = [part for node in nodes for part in used_inside(node)]
        assert not hidden, f"{module.__name__}: {', '.join(map(ast.unparse, hidden))}"


def used_inside(node: ast.AST) -> list[ast.AST]:
    """Return what a function does with the module `re`, and imports from it."""
    if isinstance(node, ast.ImportFrom) and node.module == "re":
        return [node]
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return []
    return [
        part
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute)
        and part.attr in LOOKING
        and ast.unparse(part.value) == "re"
    ]


# Finding functions


def parameters(function: Callable) -> list[inspect.Parameter]:
    """Return what a function must be given; several texts (`*texts`) count as one."""
    every = inspect.signature(function).parameters.values()
    needed = [
        each for each in every if each.default is each.empty and each.kind != each.VAR_KEYWORD
    ]
    return [each for each in needed if each.name not in ("self", "cls")]


def takes_texts(function: object) -> bool:
    """Tell whether something is a function that can be called with nothing but texts."""
    if not inspect.isfunction(function):
        return False
    kinds = [inspect.formatannotation(each.annotation) for each in parameters(function)]
    return bool(kinds) and all(kind in AS_ARGUMENT for kind in kinds)


def call(function: Callable, text: str) -> None:
    kinds = [inspect.formatannotation(each.annotation) for each in parameters(function)]
    in_time(function, text, *(AS_ARGUMENT[kind](text) for kind in kinds))


def own(module: ModuleType) -> dict[str, object]:
    """Return what is defined in a module, functions without what is wrapped around them."""
    values = {
        name: inspect.unwrap(value) for name, value in vars(module).items() if callable(value)
    }
    return {
        name: value
        for name, value in values.items()
        if getattr(value, "__module__", "") == module.__name__
    }


def methods_of_texts(kind: type) -> list[str]:
    named = {name: getattr(value, "__func__", value) for name, value in vars(kind).items()}
    return [
        name
        for name, value in named.items()
        if takes_texts(value) and (not name.startswith("__") or name == "__call__")
    ]


FUNCTIONS = {
    f"{module.__name__}.{name}": (module, value)
    for module in MODULES
    for name, value in own(module).items()
    if takes_texts(value)
}
CLASSES = {
    f"{module.__name__}.{name}": (module, value)
    for module in MODULES
    for name, value in own(module).items()
    if inspect.isclass(value) and methods_of_texts(value)
}


@cache
def texts_against(module: ModuleType) -> list[str]:
    return hostile_texts(patterns_of(module).values())


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - NOT_PEOPLES))
def test_a_function_reads_any_text_in_time(name):
    module, function = FUNCTIONS[name]
    for text in texts_against(module):
        call(function, text)


@pytest.mark.parametrize("name", [name for name, make in INSTANCES.items() if callable(make)])
def test_a_method_reads_any_text_in_time(name):
    module, kind = CLASSES[name]
    instance = INSTANCES[name]()
    for method in methods_of_texts(kind):
        for text in texts_against(module):
            call(getattr(instance, method), text)


def test_nothing_that_takes_texts_is_forgotten():
    """A new class with methods of texts wants a line above; functions are found by themselves."""
    assert CLASSES.keys() == INSTANCES.keys()
    assert FUNCTIONS.keys() >= NOT_PEOPLES.keys()


# What is more than one text, or has a limit of its own


@pytest.mark.parametrize("piece", ["![", "[\n", "[a[", "- a\n", "> - ", "*a_ ", "`a", "a\n", "<a@"])
def test_markdown_of_the_greatest_length_is_read_in_time(piece):
    in_time(markdown, long(piece, MAX_MARKDOWN))


def test_longer_markdown_is_shown_as_it_was_written():
    assert markdown("**a**" * MAX_MARKDOWN).startswith("<p>**a****a**")


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("faq/question/add/", "answer"),
        ("survey/update/add/", "text"),
        ("survey/surveyperiod/1/change/", "text_before"),
    ],
)
def test_longer_markdown_is_taken_by_no_form(administrator, page, name):
    response = administrator.post(f"/verwaltung/{page}", {name: "a" * (MAX_MARKDOWN + 1)})
    errors = response.context["adminform"].form.errors[name]
    assert errors == [
        "Der Text ist zu lang: 5001 Zeichen, möglich sind 5000. Bitte kürzen Sie ihn."
    ]


def test_a_file_of_hostile_cells_is_read_and_judged_in_time():
    header = csv_line([names[0] for names in COLUMNS.values()])
    patterns = {**patterns_of(importing), **patterns_of(reading)}
    for text in hostile_texts(patterns.values()):
        data = f"{header}{csv_line([text] * len(COLUMNS))}".encode()
        in_time(lambda data: plan(read_table(data).rows, None, "paper"), text, data)


def test_the_overview_shows_any_name_in_time():
    for text in hostile_texts([]):
        in_time(body, text, Table("Schlagworte", ("Schlagwort", "Beiträge"), [(text, 1)]))


def test_the_words_of_a_submission_are_read_in_time():
    for text in map(long, ("a", "a-", "a-ä ", "a_", "1@e")):
        in_time(as_written, text, Submission(reason=text))
