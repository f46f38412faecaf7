"""How many small faults in the rooms' core modules the tests notice.

`bench/mutants [NUMBER] [--seed N] [--only TEXT]`: NUMBER (150) places of the core are drawn, of
those with TEXT in their file's name. Each gets one fault: another operator or number, a condition
turned round, an argument, an item of a list, a statement or a decorator left out. Then those tests
of its room run that come through the function with the fault, in a copy of the checkout and on a
database of its own. A mutant that no test notices has survived: it is printed with its place and
its lines before and after, and somebody looks whether a test is missing, or both mean the same.
The same seed (1) draws the same places of the same code. The last line is a JSON object.

Left out from the start: annotations of types, and labels.
"""

import argparse
import ast
import contextlib
import difflib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

from coverage import CoverageData

from dev import assets
from dev.environment import ROOT, TOOLS, find_uv, install, say, up_to_date
from dev.postgres import NOT_DURABLE, Cluster, end_with_parent

PACKAGES = TOOLS / "cosmic-ray"
PLACES = ROOT / "build" / "mutants"
TEMPLATE = "mutants_template"
NUMBER = 150
# Of one mutant: a room's tests take less than a minute of a processor, so it has no end then. How
# long that lasts depends on what else the machine does; who waits for something uses no processor.
PROCESSOR_SECONDS, SECONDS = 180, 900

# The core modules of each room; all where none is named.
CORE = {
    "submissions": "models steps querysets search signatures spam personal_data street_addresses "
    "names",
    "participation": "forms signed_answers sending receipt_views",
    "news": "models joining delivering",
    "alike": "",
    "figures": "counting overview models",
    "transfer": "",
    "ceilings": "models",
    "upkeep": "",
    "desk": "one many deeds",
}
# What tests a room, the quickest first; besides for models whether a migration is missing.
TESTS = {
    "submissions": "submissions participation desk figures ../ruhrdialog/test_roles.py",
    "participation": "participation",
    "news": "news",
    "alike": "alike desk/test_desk.py ../ruhrdialog/test_roles.py ../ruhrdialog/test_jobs.py",
    "figures": "figures ../ruhrdialog/test_roles.py",
    "transfer": "transfer desk/test_import_page.py ../ruhrdialog/test_roles.py",
    "ceilings": "news/test_subscription.py",
    "upkeep": "upkeep ../ruhrdialog/test_jobs.py",
    "desk": "desk ../ruhrdialog/test_roles.py",
}
OF_MODELS = "tests/test_house_rules.py::test_no_migration_is_missing"
# Measures times, which other load makes longer.
LEFT_OUT = (
    "tests/survey/news/test_subscription.py::"
    "test_the_time_of_the_answer_does_not_tell_whether_an_address_is_known"
)


# The tests that come through each line of each file.
Known = dict[str, dict[int, list[str]]]


class Mutant(NamedTuple):
    file: str
    line: int
    before: str  # the whole code
    after: str

    @property
    def room(self) -> str:
        return Path(self.file).parent.name

    def __str__(self) -> str:
        lines = difflib.ndiff(self.before.splitlines(), self.after.splitlines())
        changed = (f"    {line}" for line in lines if line.startswith(("- ", "+ ")))
        return "\n".join([f"{self.file}:{self.line}", *changed])


def main() -> None:
    assets.bring_up_to_date()
    parser = argparse.ArgumentParser(prog="bench/mutants")
    parser.add_argument("number", nargs="?", type=int, default=NUMBER)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    wanted = parser.parse_args()
    bring_cosmic_ray()
    mutants = draw(wanted.number, wanted.seed, wanted.only)
    survivors = []
    with workplaces() as places, ThreadPoolExecutor(len(places)) as pool:
        known = try_sound(places[0])
        free: SimpleQueue[Workplace] = SimpleQueue()
        for place in places:
            free.put(place)
        for mutant, noticed in pool.map(lambda each: (each, is_killed(each, free, known)), mutants):
            if not noticed:
                survivors.append(mutant)
                say(f"{mutant}\n")
    killed = len(mutants) - len(survivors)
    print(json.dumps({"mutants": len(mutants), "killed": killed, "survived": len(survivors)}))


def bring_cosmic_ray() -> None:
    """Install the library beside the project's own packages, which come first."""
    lock = ROOT / "bench" / "requirements.txt"
    with up_to_date(PACKAGES / ".stamp", f"{sys.version} ".encode() + lock.read_bytes()) as fresh:
        if not fresh:
            say("Installing Cosmic Ray …")
            shutil.rmtree(PACKAGES, ignore_errors=True)
            uv = [find_uv(), "pip", "install", "--quiet", "--python", sys.executable]
            install([*uv, "--require-hashes", "--target", PACKAGES, "-r", lock])
    sys.path.append(str(PACKAGES))


# Drawing


def draw(number: int, seed: int, only: str) -> list[Mutant]:
    """Return mutants of different places, each place as likely as any other."""
    chance = random.Random(seed)
    ways: dict[Any, Any] = {}
    for file in core_files():
        if only in file:
            ways |= {(file, *place): known for place, known in places(ROOT / file).items()}
    order = sorted(ways)
    chance.shuffle(order)
    made = (mutant(ROOT / place[0], place[1], chance.choice(ways[place])) for place in order)
    return [each for each, _ in zip(filter(None, made), range(number), strict=False)]


def core_files() -> list[str]:
    files = []
    for room, modules in CORE.items():
        folder = ROOT / "survey" / room
        found = [folder / f"{name}.py" for name in modules.split()] or sorted(folder.glob("*.py"))
        files += [str(file.relative_to(ROOT)) for file in found]
    return files


def places(file: Path) -> dict[tuple[Any, ...], list[tuple[Any, int]]]:
    """Return for each place of a file (line, column, end) the ways to break it.

    A way is an operator and the number of its occurrence in the file, as Cosmic Ray counts.
    """
    from cosmic_ray.ast import ast_nodes, get_ast_from_path

    nodes = list(ast_nodes(get_ast_from_path(file)))
    found = defaultdict(list)
    for operator in operators():
        occurrence = 0
        for node in nodes:
            for start, end in operator.mutation_positions(node):
                if not is_annotation(node):
                    found[*start, end].append((operator, occurrence))
                occurrence += 1
    return found


def mutant(file: Path, line: int, way: tuple[Any, int]) -> Mutant | None:
    """Return the file with a fault; None if it is no Python then, or the same as before."""
    from cosmic_ray.mutating import mutate_code

    before = file.read_text()
    after = mutate_code(before, *way)
    with contextlib.suppress(SyntaxError):
        if ast.dump(ast.parse(after)) != ast.dump(ast.parse(before)):
            return Mutant(str(file.relative_to(ROOT)), line, before, after)
    return None


def operators() -> list[Any]:
    """Return those of Cosmic Ray that need no further word, and our own."""
    from cosmic_ray.operators.provider import OperatorProvider

    from bench.mutations import LessItem, LessStatement

    known = OperatorProvider()
    theirs = [known[name]() for name in known if not known[name].arguments()]
    return [*theirs, LessItem(), LessStatement()]


def is_annotation(node: Any) -> bool:
    """Tell whether a node of parso's tree stands in the annotation of a type."""
    while node.parent:
        sibling = node.get_previous_sibling()
        sign = getattr(sibling, "value", "")
        if (node.parent.type, sign) in {("tfpdef", ":"), ("annassign", ":"), ("funcdef", "->")}:
            return True
        node = node.parent
    return False


# Trying


class Workplace:
    """A copy of the checkout and the name of a database, for one mutant after the other."""

    def __init__(self, number: int, cluster: Cluster) -> None:
        self.folder, self.cluster = PLACES / str(number), cluster
        self.database = f"mutants_{number}"
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).exists():
                shutil.copy2(ROOT / name, self.folder / name)
        shutil.copytree(ROOT / "build" / "assets", self.folder / "build" / "assets")

    def failure(self, tests: list[str]) -> str:
        """Run some tests on a new database; return what they say of a failure, else nothing.

        What hasn't ended in time has failed.
        """
        new = f"test_{self.database}"
        with self.cluster.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {new} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {new} TEMPLATE {TEMPLATE}")
        options = ["-n", "0", "-x", "--no-cov", "--reuse-db", f"--deselect={LEFT_OUT}"]
        try:
            return self.run(["-m", "pytest", *options, *tests], self.database, bounded=True)
        except subprocess.TimeoutExpired:
            return "They didn't end."

    def run(self, arguments: list[str], database: str, *, bounded: bool = False) -> str:
        """Run Python on a database; return what it says if it fails."""
        url = f"{self.cluster.url.rpartition('/')[0]}/{database}"
        environment = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(self.folder)}
        result = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            timeout=SECONDS if bounded else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=bound if bounded else end_with_parent(signal.SIGKILL),
        )
        return f"{result.stdout}\nexit code {result.returncode}" if result.returncode else ""

    @contextlib.contextmanager
    def with_fault(self, mutant: Mutant) -> Iterator[None]:
        self.write(mutant.file, mutant.after)
        try:
            yield
        finally:
            self.write(mutant.file, mutant.before)

    def write(self, name: str, code: str) -> None:
        file = self.folder / name
        file.write_text(code)
        # What Python has compiled it takes for fresh if size and second are the same.
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
            compiled.unlink()


def bound() -> None:
    """In the new process: end with the program that measures, and after PROCESSOR_SECONDS."""
    end_with_parent(signal.SIGKILL)()
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


@contextlib.contextmanager
def workplaces() -> Iterator[list[Workplace]]:
    """Yield a workplace for each processor."""
    shutil.rmtree(PLACES, ignore_errors=True)
    cluster = Cluster("bench-mutants", NOT_DURABLE)
    cluster.remove()  # what an interrupted run left
    try:
        with cluster:
            made = [Workplace(number, cluster) for number in range(os.cpu_count() or 1)]
            with cluster.connect("postgres") as connection:
                connection.execute(f"CREATE DATABASE {TEMPLATE}")
            prepare(made[0])
            yield made
    finally:
        cluster.remove()
        shutil.rmtree(PLACES, ignore_errors=True)


def prepare(place: Workplace) -> None:
    """Make the database that each run copies."""
    from dev.configuration import set_defaults

    os.environ["SECRET_KEY"] = "only-for-mutants"
    set_defaults()
    for command in ("migrate", "load_content"):
        if said := place.run(["manage.py", command, "-v0"], TEMPLATE):
            sys.exit(said)


def try_sound(place: Workplace) -> Known:
    """Run all tests on the code without a fault; return which come through each line of a file."""
    every = {OF_MODELS}.union(*map(tests_of, TESTS))
    tests = sorted(test for test in every if every.isdisjoint(map(str, Path(test).parents)))
    options = ["-n", str(os.cpu_count()), f"--deselect={LEFT_OUT}"]
    options += ["--cov", "--cov-context=test", "--cov-report=", "--cov-fail-under=0"]
    if said := place.run(["-m", "pytest", *options, *tests], place.database):
        sys.exit(f"The tests fail without a fault.\n{said}")
    seen = CoverageData(place.folder / "build" / "coverage")
    seen.read()
    return {file: seen.contexts_by_lineno(str(place.folder / file)) for file in core_files()}


def is_killed(mutant: Mutant, free: SimpleQueue[Workplace], known: Known) -> bool:
    tests = reaching(mutant, known[mutant.file])
    place = free.get()
    try:
        with place.with_fault(mutant):
            return bool(place.failure(tests))
    finally:
        free.put(place)


def reaching(mutant: Mutant, known: dict[int, list[str]]) -> list[str]:
    """Return the tests of a mutant's room that reach it: if it runs at import all."""
    tests = [OF_MODELS] if mutant.file.endswith("models.py") else []
    contexts = {context for line in function_around(mutant) for context in known.get(line, [])}
    # A context is "tests/survey/…/test_….py::test_…[parameters]|run".
    names = sorted({re.split(r"[|[]", context)[0] for context in contexts if context})
    of_room = tests_of(mutant.room)
    reached = [name for part in of_room for name in names if name.startswith(part)]
    return tests + (reached or of_room)


def function_around(mutant: Mutant) -> range:
    """Return the lines of the innermost function around a mutant, without its decorators."""
    functions = [
        range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.walk(ast.parse(mutant.before))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    around = [lines for lines in functions if mutant.line in lines]
    return min(around, key=len, default=range(0))


def tests_of(room: str) -> list[str]:
    return [os.path.normpath(f"tests/survey/{name}") for name in TESTS[room].split()]


if __name__ == "__main__":
    main()
