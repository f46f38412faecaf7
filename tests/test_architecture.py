"""Who may import whom: docs/architecture.md says it, this test keeps it, for every module."""

import ast
import graphlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dev.environment import ROOT

OWN = ("ruhrdialog", "survey", "forums", "faq")
NEVER = ("tests", "bench", "dev")
FACES = {"survey.models", "survey.admin", "survey.tasks", "survey.urls"}
LINE = re.compile(r"^\| `([\w.]+)` \|[^|]+\| ((?:`[\w.]+` ?)+|–) \|$", re.MULTILINE)
# kind of a module -> the kinds that stand above it in its room
ABOVE = {
    "models": {"forms", "views", "urls", "admin"},
    "forms": {"views", "urls", "admin"},
    "views": {"urls", "admin"},
    "admin": {"views", "urls"},
}


def table() -> dict[str, set[str]]:
    """Return, by room, what it may know."""
    lines = LINE.findall((ROOT / "docs/architecture.md").read_text())
    return {room: set(re.findall(r"[\w.]+", known)) - {"–"} for room, known in lines}


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(*packages: str) -> dict[str, Path]:
    files = (file for package in packages for file in (ROOT / package).rglob("*.py"))
    return {name_of(file): file for file in files}


def imports(file: Path, known: set[str]) -> set[str]:
    """Return the own modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                names.add(module if module in known else node.module or "")
    return {name for name in names if name.split(".")[0] in (*OWN, *NEVER)}


def is_in(module: str, room: str) -> bool:
    return f"{module}.".startswith(f"{room}.")


def room_of(module: str, rooms: set[str]) -> str:
    return max((room for room in rooms if is_in(module, room)), key=len)


def kind_of(module: str) -> str:
    return module.rpartition(".")[2].rpartition("_")[2]


ALL = modules(*OWN)
ROOMS = table()


@cache
def imported() -> dict[str, set[str]]:
    """Return what each module imports; not read before a test asks, as each worker collects all."""
    return {module: imports(file, set(ALL)) for module, file in ALL.items()}


def edges() -> Iterator[tuple[str, str]]:
    for module, others in imported().items():
        for other in others:
            yield module, other


def test_the_table_has_a_line_for_every_room_and_no_other():
    folders = {name_of(file) for file in (ROOT / "survey").glob("*/__init__.py")}
    assert folders <= set(ROOMS)
    assert set(OWN) <= set(ROOMS)
    for room, others in ROOMS.items():
        for name in (room, *others):
            assert name in ALL, f"{name} stands in docs/architecture.md and is gone"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_only_what_it_may(room):
    own = [module for module in ALL if room_of(module, set(ROOMS)) == room]
    assert own
    for module in own:
        for other in imported()[module]:
            allowed = any(is_in(other, known) for known in (room, *ROOMS[room]))
            assert allowed, f"{module} imports {other}"


def test_no_import_passes_by_the_table_through_a_package():
    """What a package's `__init__` offered would hide where it comes from."""
    for module, file in ALL.items():
        if file.name == "__init__.py":
            assert not imported()[module], module


def test_an_address_never_meets_answers():
    both = {
        room
        for room, known in ROOMS.items()
        if {"survey.news", "survey.submissions"} <= known and room != "survey.upkeep"
    }
    assert both == {"survey.participation.sending"}
    for module, other in edges():
        assert not (is_in(module, "survey.news") and is_in(other, "survey.submissions"))
        assert not (is_in(module, "survey.submissions") and is_in(other, "survey.news"))


def test_nobody_imports_a_face():
    outside = modules(*NEVER)
    for module, file in (ALL | outside).items():
        assert not imports(file, {*ALL, *outside}) & FACES, module


@pytest.mark.parametrize("face", sorted(FACES))
def test_a_face_only_imports(face):
    body = ast.parse(ALL[face].read_text()).body
    assert ast.get_docstring(ast.Module(body, []))
    named = {"__all__"} if face != "survey.urls" else {"app_name", "urlpatterns"}
    for node in body[1:]:
        is_list = isinstance(node, ast.Assign) and {ast.unparse(t) for t in node.targets} <= named
        assert isinstance(node, ast.ImportFrom) or is_list, ast.unparse(node)


def test_no_import_leads_in_a_circle():
    graphlib.TopologicalSorter(imported()).prepare()


def test_inside_a_room_nothing_imports_what_stands_above_it():
    for module, other in edges():
        if module.rpartition(".")[0] == other.rpartition(".")[0]:
            assert kind_of(other) not in ABOVE.get(kind_of(module), set()), (module, other)
