"""What the code and the configuration must not have, and what they must: no page shows it."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.core import signing
from django.utils.module_loading import import_string

from dev.environment import ROOT
from survey.news.links import CONFIRM
from survey.news.models import Subscription
from tests.ruhrdialog.test_settings import read

OWN = ("ruhrdialog", "forums", "faq", "survey")
MODULES = [file for name in OWN for file in sorted((ROOT / name).rglob("*.py"))]
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()

RUNS = {"subprocess", "pty", "pickle", "marshal", "shelve", "ctypes", "multiprocessing"}
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
ASKS = {
    "urllib.request",
    "http.client",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "socket",
    "smtplib",
}
MAIL = ROOT / "ruhrdialog" / "lib" / "smtp"  # the one place that speaks to a server by itself
DUMPS = ROOT / "survey" / "upkeep" / "backup.py"  # runs Postgres' own programs, with fixed words
MEMORY = ROOT / "ruhrdialog" / "gunicorn.conf.py"  # tells the C library where to take memory from
SELF = ROOT / "ruhrdialog" / "health" / "ask.py"  # a container asks itself, by a socket
MAKES_TEMPLATES = {"Template", "Engine", "from_string"}


def names_in(file):
    """Return what a module imports, what it calls by name, and the attributes that it uses."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module, *(alias.name for alias in node.names)}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
    return found


def users_of(names, left_out=()):
    return [str(file) for file in MODULES if file not in left_out and names_in(file) & names]


def test_the_portal_runs_no_program_and_no_text():
    assert len(MODULES) > 100
    shells = {f"os.{name}" for name in ("system", "popen", "execv", "spawnv", "posix_spawn")}
    assert users_of(RUNS | RUNS_TEXT | shells, left_out=[DUMPS, MEMORY]) == []


def test_only_commands_make_dumps():
    """What runs Postgres' programs is reached from no page and no job."""
    name = "survey.upkeep.backup"
    users = {Path(file).relative_to(ROOT).as_posix() for file in users_of({name})}
    commands = ("backup", "restore", "restore_drill")
    assert users == {f"survey/management/commands/{command}.py" for command in commands}


def test_the_portal_asks_no_other_server():
    assert users_of(ASKS, left_out=[*MAIL.glob("*.py"), SELF]) == []


def test_no_template_is_made_of_a_text():
    engines = {f"engine.{name}" for name in MAKES_TEMPLATES}
    assert users_of(MAKES_TEMPLATES | engines) == []


def test_only_words_of_the_house_are_filled_in():
    """`format` reads attributes of what it is given: the text with the gaps is never people's."""
    gaps = [
        f"{file.relative_to(ROOT)}: {ast.unparse(node.func.value)}"
        for file in MODULES
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "format_map")
        and not isinstance(node.func.value, ast.Constant)
    ]
    assert gaps == [
        "ruhrdialog/health/looked_at.py: self.row.wrong",
        "ruhrdialog/lib/logs.py: super()",  # of a formatter of logs
        "survey/desk/answers.py: OVERTAKEN",
        "survey/management/commands/sample_submissions.py: choose(PROPOSALS)",
        "survey/management/commands/sample_submissions.py: choose(REASONS)",
        *["survey/migrations/0028_tallies_without_sorted_out.py: SORTED_OUT"] * 2,  # a sign
        "survey/submissions/history.py: self.step.for_citizen",
    ]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
@pytest.mark.parametrize(
    "never",
    [
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write",
        r"\beval\b|new Function|set(?:Timeout|Interval)\(\s*[\"'`]",
        r"localStorage|sessionStorage|indexedDB|document\.cookie",
        r"postMessage|[\"']message[\"']",
        r"JSON\.parse|Object\.assign|__proto__|\.prototype",
    ],
)
def test_a_script_has_nothing_of(script, never):
    assert not re.search(never, script.read_text())


def test_nginx_speaks_tls_of_today_alone():
    assert re.findall(r"ssl_protocols (.*);", NGINX) == ["TLSv1.2 TLSv1.3"]
    [ciphers] = re.findall(r"ssl_ciphers (.*);", NGINX)
    for cipher in ciphers.split(":"):
        assert re.fullmatch(
            r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA\d+|CHACHA20-POLY1305)", cipher
        )


def test_nginx_asks_the_portal_alone():
    assert set(re.findall(r"(?:proxy|fastcgi|uwsgi|grpc)_pass ([^;]*);", NGINX)) == {
        "http://portal"
    }
    assert re.findall(r"^\s+server ([^;{]+);", NGINX, re.MULTILINE) == [
        "127.0.0.1:8000 max_fails=0"
    ]


def test_no_folder_is_listed():
    assert "autoindex" not in NGINX
    assert not {"WHITENOISE_AUTOREFRESH", "WHITENOISE_INDEX_FILE"} & set(read())


def test_no_history_comes_into_the_image():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines  # and what is let in stands in tests/dev/test_image.py
    assert "!.git" not in lines
    assert "COPY .git" not in (ROOT / "Dockerfile").read_text()


def test_the_image_has_no_tools_of_development():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    tools = {re.match(r"[\w-]+", line)[0] for line in groups["dev"]}
    installed = set(re.findall(r"^[\w-]+", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    assert len(tools) > 10
    assert not tools & installed
    assert not {"!tests", "!bench"} & set((ROOT / ".dockerignore").read_text().splitlines())


def test_debugging_is_off_by_itself():
    assert read()["DEBUG"] is False


def test_logs_go_to_standard_error_alone():
    logging = read()["LOGGING"]
    assert [handler["class"] for handler in logging["handlers"].values()] == [
        "logging.StreamHandler"
    ]
    assert "stream" not in logging["handlers"]["console"]
    assert all(not logger.get("handlers") for logger in logging["loggers"].values())


def test_passwords_are_hashed_by_argon2():
    hasher = import_string(read()["PASSWORD_HASHERS"][0])()
    assert hasher.encode("a password", "some-salt-of-it").startswith("argon2$argon2id$")


def test_signed_values_are_of_one_algorithm():
    for signer in (signing.Signer(), signing.TimestampSigner(), CONFIRM.signer(Subscription())):
        assert signer.algorithm == "sha256"
    value = signing.dumps({"alg": "none"}, salt="survey.answers")
    for changed in (value.rpartition(":")[0] + ":", value.rpartition(":")[0]):
        with pytest.raises(signing.BadSignature):
            signing.loads(changed, salt="survey.answers")


def test_downloads_have_names_of_the_house():
    """Each name is written in the code; of what is put into it nothing is people's."""
    named = [
        line.strip()
        for file in MODULES
        for line in file.read_text().splitlines()
        if "Content-Disposition" in line
    ]
    assert len(named) == 5
    for line in named:
        assert re.search(r"attachment; filename=\"(\{name\}|[a-z-]+\.[a-z]+)\"", line)
