"""What a browser loads to take part: at the first visit of the survey, and at the second.

`bench/weight`: Chromium asks nginx in front of the portal, as people do (TLS, HTTP/2), for the
survey with an empty cache, and once more in a new window after the page's own time has passed.
Bytes are those on the wire, with headers. The last line is a JSON object: kilobytes (1,024 bytes)
and requests of the first visit, kilobytes of the second, cookies, entries in the browser's
storages.
"""

import json
import time
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from bench.behind import running_site
from dev import assets, browser
from dev.configuration import set_defaults
from dev.environment import say
from ruhrdialog.lib.pages import PAGE_SECONDS

PAGE = "/mitmachen/"
STORED = """async () => localStorage.length + sessionStorage.length
    + (await indexedDB.databases()).length + (await caches.keys()).length"""


def main() -> None:
    assets.bring_up_to_date()
    with running_site("weight") as site, sync_playwright() as playwright:
        trust = f"--ignore-certificate-errors-spki-list={site.proxy.certificate_pin()}"
        arguments = ["--no-sandbox", trust]
        chromium = playwright.chromium.launch(executable_path=browser.executable(), args=arguments)
        context = chromium.new_context(base_url=site.proxy.url)
        first, requests = visit(context)
        time.sleep(PAGE_SECONDS + 5)
        second, _ = visit(context)
        page = context.new_page()
        page.goto(PAGE)
        stored = page.evaluate(STORED)
        cookies = len(context.cookies())
        chromium.close()
    result = {"first_kb": first, "first_requests": requests, "second_kb": second}
    print(json.dumps(result | {"cookies": cookies, "storage": stored}))


def visit(context: BrowserContext) -> tuple[float, int]:
    """Open the survey in a new window; return kilobytes and requests that came by the network."""
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    addresses: dict[str, str] = {}
    loaded: dict[str, float] = {}

    def begin(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def end(event: dict[str, Any]) -> None:
        loaded[event["requestId"]] = event["encodedDataLength"]

    network.on("Network.requestWillBeSent", begin)
    network.on("Network.loadingFinished", end)
    page.goto(PAGE, wait_until="networkidle")
    over_network = {key: size for key, size in loaded.items() if size}
    for key, size in over_network.items():
        say(f"{size:8.0f}  {addresses[key][:100]}")
    page.close()
    return round(sum(over_network.values()) / 1024, 1), len(over_network)


if __name__ == "__main__":
    set_defaults()
    main()
