"""Files under keys: whole or not there, durable before anybody is told, one of each key."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dev.environment import ROOT
from survey.spool import files
from survey.spool.files import Spool


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path)


def left_behind(folder):
    return list(folder.glob(".*.new"))


def test_what_is_put_is_there_for_the_owner_alone(spool, tmp_path):
    spool.put("a", b"one")
    assert spool.get("a") == b"one"
    assert spool.keys() == ["a"]
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert spool.get("b") is None


def test_what_was_put_first_stays(spool):
    spool.put("a", b"one")
    spool.put("a", b"two")
    assert spool.get("a") == b"one"


def test_only_what_is_there_is_replaced(spool):
    assert not spool.replace("a", b"two")
    spool.put("a", b"one")
    assert spool.replace("a", b"two")
    assert spool.get("a") == b"two"


def test_only_what_was_read_is_removed(spool):
    spool.put("a", b"one")
    assert not spool.remove("a", b"two")
    assert spool.remove("a", b"one")
    assert spool.keys() == []


def test_a_file_is_on_the_disk_before_anybody_is_told(spool, tmp_path, monkeypatch):
    """A kill is no loss of power, so the calls themselves are looked at (fsync(2), rename(2))."""
    calls, paths = [], {}

    def record(name):
        original = getattr(os, name)

        def called(*arguments, **options):
            result = original(*arguments, **options)
            if name == "open":
                paths[result] = "folder" if Path(arguments[0]) == tmp_path else "file"
            elif arguments[0] in paths or name == "rename":
                calls.append((name, paths.get(arguments[0], "")))
            return result

        monkeypatch.setattr(os, name, called)

    for name in ("open", "write", "fsync", "rename"):
        record(name)
    spool.put("a", b"one")
    assert calls == [("write", "file"), ("fsync", "file"), ("rename", ""), ("fsync", "folder")]


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_full_disk_is_told_and_leaves_nothing(spool, tmp_path, monkeypatch, call):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, call, full)
        with pytest.raises(OSError, match="No space"):
            spool.put("a", b"one")
    assert spool.get("a") is None
    assert left_behind(tmp_path) == []


def test_without_its_folder_nothing_is_taken(tmp_path):
    away = Spool(tmp_path / "away")
    assert not away.is_usable()
    with pytest.raises(OSError, match="No such file"):
        away.put("a", b"one")


def test_it_is_usable_as_long_as_there_is_room(spool, monkeypatch):
    assert spool.is_usable()
    monkeypatch.setattr(files, "LEAST_FREE", 10**18)
    assert not spool.is_usable()


KILLED = """
import os, signal, sys
from pathlib import Path
from survey.spool.files import Spool

original = os.{call}

def killed(*arguments, **options):
    if "{when}" == "after":
        original(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)

os.{call} = killed
Spool(Path(sys.argv[1])).put("a", b"one" * 1000)
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_killed_at_any_step_there_is_the_whole_file_or_none(spool, tmp_path, call, when):
    program = KILLED.format(call=call, when=when)
    command = [sys.executable, "-c", program, str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT).returncode == -signal.SIGKILL
    assert spool.get("a") in (None, b"one" * 1000)
    assert (spool.get("a") is None) == ((call, when) != ("rename", "after"))
    spool.put("a", b"one" * 1000)  # nobody holds the lock any more
    assert spool.keys() == ["a"]


def test_what_was_never_renamed_is_cleaned_away_after_an_hour(spool, tmp_path):
    for name, age in (("new", 60), ("old", 3660)):
        file = tmp_path / f".{name}.new"
        file.write_bytes(b"torn")
        os.utime(file, times=(time.time() - age,) * 2)
    spool.clean()
    assert [file.name for file in left_behind(tmp_path)] == [".new.new"]
    assert spool.keys() == []


def test_nobody_waits_for_ever_for_another_process(spool, monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    with spool.locked(), pytest.raises(TimeoutError):
        spool.put("a", b"one")


def test_each_folder_has_an_identity_of_its_own(spool, tmp_path, tmp_path_factory):
    other = Spool(tmp_path_factory.mktemp("other"))
    assert spool.identity() == Spool(tmp_path).identity() != other.identity()
    assert spool.keys() == []
