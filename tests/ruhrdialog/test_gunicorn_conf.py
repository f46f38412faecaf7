"""What gunicorn does for the processes beside serving: the folder in which they count."""

import os
import runpy
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from dev.environment import ROOT

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@pytest.fixture
def conf():
    return runpy.run_path(str(ROOT / "ruhrdialog" / "gunicorn.conf.py"))


def test_the_folder_is_private_new_at_each_start_and_gone_with_the_server(conf, monkeypatch):
    monkeypatch.setenv(VARIABLE, "/nowhere")
    conf["on_starting"](None)
    folder = Path(os.environ[VARIABLE])
    assert folder.parent == Path("/dev/shm")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == []
    (folder / "counter_7.db").write_bytes(b"x")
    conf["on_exit"](None)
    assert not folder.exists()


def test_what_a_process_counted_stays_when_it_ends_and_what_it_held_does_not(
    conf, monkeypatch, tmp_path
):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for name in ("counter_7", "gauge_livesum_7", "gauge_livesum_77", "counter_77"):
        (tmp_path / f"{name}.db").write_bytes(b"x")
    for name in ("histogram_7", "histogram_77"):  # one that was killed while it made the file
        (tmp_path / f"{name}.db").touch()
    conf["child_exit"](None, SimpleNamespace(pid=7))
    assert {file.stem for file in tmp_path.iterdir()} == {
        *("counter_7", "counter_77", "gauge_livesum_77", "histogram_77"),
    }
