"""A postfix of its own, as large houses have it: with TLS, and a disk that each mail is written to.

It throws away what it has taken, and writes down each recipient.
"""

import contextlib
import os
import re
import shutil
import smtplib
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.mail_server import authority
from tests.portal import free_port

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
myhostname = localhost
mydestination =
inet_interfaces = 127.0.0.1
default_transport = discard:
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {certificate}
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
showq unix n - n - - showq
discard unix - - n - - discard
error unix - - n - - error
retry unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
"""
SENT = re.compile(r"to=<([^>]+)>.*status=sent")


def is_there() -> bool:
    """Tell whether postfix can be run here: it is installed, and only root may start it."""
    return shutil.which("postfix") is not None and os.geteuid() == 0


class Postfix:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.authority = authority() / "ca.pem"
        shutil.rmtree(folder, ignore_errors=True)
        for name in ("conf", "queue", "data"):
            (folder / name).mkdir(parents=True)
        shutil.chown(folder / "data", "postfix")
        values = {"folder": folder, "certificate": authority() / "good.pem", "port": self.port}
        for name, text in {"main.cf": MAIN, "master.cf": MASTER}.items():
            (folder / "conf" / name).write_text(text.format(**values))

    @contextlib.contextmanager
    def running(self) -> Iterator["Postfix"]:
        self.call("postfix", "start")
        try:
            self.wait_until_open()
            yield self
        finally:
            self.call("postfix", "stop")
            shutil.rmtree(self.folder)

    def call(self, program: str, *arguments: str) -> str:
        command = [program, "-c", str(self.folder / "conf"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def wait_until_open(self) -> None:
        for _ in range(100):
            with contextlib.suppress(OSError):
                smtplib.SMTP("127.0.0.1", self.port).quit()
                return
            time.sleep(0.1)
        raise TimeoutError("postfix did not start.")

    def taken(self) -> Counter[str]:
        """Return how many mails each recipient has got, as soon as none waits any more."""
        while "Mail queue is empty" not in self.call("postqueue", "-p"):
            time.sleep(0.5)
        time.sleep(1)  # the log is written by another process
        return Counter(SENT.findall((self.folder / "log").read_text()))
