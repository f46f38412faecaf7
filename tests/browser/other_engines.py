"""The journey in Firefox and WebKit: `dev/test -n 0 tests/browser/other_engines.py`.

Not part of the test run, which needs no system packages: on Debian
`apt install firefox-esr webkit2gtk-driver xvfb`.
"""

import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from itertools import count
from pathlib import Path

import pytest

from dev.postgres import end_with_parent
from tests.portal import free_port

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # by WebDriver, section 12
PAGES = [
    *("/", "/themenforen/", "/themenforen/verkehr/", "/themenforen/bildungschancen/"),
    *("/mitmachen/", "/themenforen/wissenschaft/mitmachen/", "/faq/", "/beleg/", "/neuigkeiten/"),
    *("/auf-dem-laufenden/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"),
    *("/leichte-sprache/", "/mitmachen/plakat/", "/gibt-es-nicht/"),
]
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
WIDTHS = [(1280, 900), (500, 900)]
BROKEN_WORDS = """
const found = [], range = document.createRange();
for (const heading of document.querySelectorAll("h1, h2, h3, legend")) {
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        for (const {0: word, index} of texts.currentNode.data.matchAll(/[^\\s\\-–]{2,}/g)) {
            range.setStart(texts.currentNode, index);
            range.setEnd(texts.currentNode, index + word.length);
            const parts = [...range.getClientRects()].filter(part => part.width > 1);
            if (new Set(parts.map(part => Math.round(part.top))).size > 1) found.push(word);
        }
    }
}
return found;
"""


class Driver:
    """What both have in common: commands as WebDriver names them."""

    def find(self, way, value):
        return self.command("FindElement", using=way, value=value)[ELEMENT]

    def click(self, words):
        """Press the link or button with these words (and not one that only Enter meets)."""
        there = f"//*[self::a or self::button[not(@aria-hidden)]][normalize-space()='{words}']"
        self.command("ElementClick", id=self.find("xpath", there))

    def script(self, text):
        return self.command("ExecuteScript", script=text, args=[])

    def go(self, address):
        self.command("Navigate", url=address)

    def wait_for(self, path, words):
        """Wait for a page by both: start page and survey have the same headline."""
        for _ in range(100):
            place = self.script(
                "return location.pathname + ' ' + document.querySelector('h1')?.textContent"
            )
            if place.startswith(path) and words in place:
                return
            time.sleep(0.1)
        raise AssertionError(f"{words!r} isn't the heading at {path}, but {place!r}")


class Firefox(Driver):
    """Firefox by its own protocol, Marionette: messages with their length before them."""

    def __init__(self, folder):
        port = free_port()
        (folder / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
        command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", folder]
        self.program = started(command)
        with connected(port) as connection:
            self.connection = connection.makefile("rwb")
        self.read()
        self.numbers = count(1)
        self.command("NewSession", capabilities={})

    def close(self):
        self.connection.close()

    def read(self):
        length = b""
        while not length.endswith(b":"):
            length += self.connection.read(1)
        return json.loads(self.connection.read(int(length[:-1])))

    def command(self, name, **parameters):
        message = json.dumps([0, next(self.numbers), f"WebDriver:{name}", parameters]).encode()
        self.connection.write(b"%d:%s" % (len(message), message))
        self.connection.flush()
        _, _, error, result = self.read()
        assert error is None, error
        return result["value"] if result and "value" in result else result


class WebKit(Driver):
    """WebKit by WebDriver, as HTTP."""

    PATHS = {
        "Navigate": "url",
        "FindElement": "element",
        "ElementClick": "element/{id}/click",
        "ElementSendKeys": "element/{id}/value",
        "ExecuteScript": "execute/sync",
        "SetWindowRect": "window/rect",
    }

    def __init__(self, folder):
        port = free_port()
        self.program = started(["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"])
        connected(port).close()
        self.address = f"http://127.0.0.1:{port}/session"
        browser = shutil.which("MiniBrowser") or next(
            iter(sorted(map(str, LIBRARIES.glob("webkit2gtk-4*/MiniBrowser"))))
        )
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self.address += "/" + self.post("", wanted)["sessionId"]

    def close(self):
        request = urllib.request.Request(self.address, method="DELETE")
        urllib.request.urlopen(request, timeout=60).close()

    def post(self, path, content):
        request = urllib.request.Request(
            self.address + path, json.dumps(content).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)["value"]

    def command(self, name, **parameters):
        return self.post("/" + self.PATHS[name].format(**parameters), parameters)


def started(command):
    return subprocess.Popen(
        command,
        start_new_session=True,  # it starts others
        preexec_fn=end_with_parent(15),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def connected(port):
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The browser doesn't answer.")


@pytest.fixture(params=[Firefox, WebKit], scope="module")
def driver(request, tmp_path_factory):
    driver = request.param(tmp_path_factory.mktemp("browser"))
    yield driver
    driver.close()
    os.killpg(driver.program.pid, signal.SIGTERM)
    driver.program.wait()


def test_the_journey_ends_with_a_receipt(portal, driver):
    driver.go(portal.url)
    driver.click("Jetzt mitmachen")
    driver.wait_for("/mitmachen/", "Was soll")
    driver.command("ElementClick", id=driver.find("xpath", "//label[.='Verkehr']"))
    text = driver.find("css selector", "#id_reason")
    driver.command("ElementSendKeys", id=text, text="Der Bus kommt selten.")
    driver.click("Weiter zum Prüfen")
    driver.wait_for("/mitmachen/pruefen/", "Bitte prüfen")
    driver.click("Jetzt absenden")
    driver.wait_for("/beleg/", "Danke")
    assert portal.rows("SELECT count(*) FROM survey_submission") >= [(1,)]


@pytest.mark.parametrize("size", WIDTHS)
def test_no_headline_is_broken_inside_a_word(portal, driver, size):
    driver.command("SetWindowRect", width=size[0], height=size[1])
    for page in PAGES:
        driver.go(portal.url + page)
        assert driver.script(BROKEN_WORDS) == [], page


@pytest.mark.parametrize("page", ["/", "/mitmachen/"])
def test_the_first_printed_page_is_full(portal, driver, page, tmp_path):
    if not isinstance(driver, Firefox):
        pytest.skip("WebKit's driver doesn't print.")
    driver.go(portal.url + page)
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(driver.command("Print")))
    texts = subprocess.run(
        ["pdftotext", tmp_path / "page.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")
    assert len(re.findall(r"\w+", texts[0])) >= 40
