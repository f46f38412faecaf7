"""Public pages: through nginx, from gunicorn alone, and beside them nginx with the same bytes as a
file and gunicorn's /livez.

`bench/pages [--rounds N] [--seconds N]`: for each page wrk asks each of the four for some seconds,
in N (3) rounds, one after the other, so that other work on the machine meets all of them. Medians
of the requests a second stand in a table. The last line is a JSON object with the lowest ratio of
all pages: through nginx to the file, gunicorn alone to the file, gunicorn alone to /livez.
"""

import argparse
import json
import statistics
import urllib.request
from urllib.parse import urlsplit

from bench.behind import Site, requests_per_second, running_site
from bench.desk_measured import line
from bench.people import as_from_a_proxy
from dev import assets
from dev.configuration import set_defaults
from dev.environment import say

PAGES = {
    "start": "/",
    "list": "/themenforen/",
    "forum": "/themenforen/verkehr/",
    "faq": "/faq/",
    "survey": "/mitmachen/",
}
MANY, FEW = 64, 16  # connections to nginx and to gunicorn
WAYS = ("file", "proxy", "gunicorn", "livez")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    assets.bring_up_to_date()
    ratios: dict[str, list[float]] = {"proxy": [], "gunicorn": [], "livez": []}
    say(line(["page", *WAYS]))
    say(line("---" for _ in range(len(WAYS) + 1)))
    with running_site("pages") as site:
        for name, path in PAGES.items():
            keep_as_file(site, name, path)
            rounds = [one_round(site, name, path, options.seconds) for _ in range(options.rounds)]
            say(line([name, *(round(statistics.median(r[way] for r in rounds)) for way in WAYS)]))
            for key, way, beside in (
                ("proxy", "proxy", "file"),
                ("gunicorn", "gunicorn", "file"),
                ("livez", "gunicorn", "livez"),
            ):
                ratios[key].append(statistics.median(r[way] / r[beside] for r in rounds))
    print(json.dumps({f"{key}_ratio": round(min(all_), 3) for key, all_ in ratios.items()}))


def keep_as_file(site: Site, name: str, path: str) -> None:
    """Write the bytes that a browser gets into a file of nginx's."""
    request = urllib.request.Request(
        site.proxy.bare_url + path, headers={"Accept-Encoding": "br", "Host": host(site)}
    )
    with urllib.request.urlopen(request) as response:
        (site.proxy.folder / "files" / f"{name}.br").write_bytes(response.read())


def host(site: Site) -> str:
    return urlsplit(site.proxy.url).netloc


def one_round(site: Site, name: str, path: str, seconds: int) -> dict[str, float]:
    """Return how many requests a second each way answers."""
    nginx, gunicorn = site.proxy.bare_url, site.tree.url
    visitor = {"Accept-Encoding": "br", "Host": host(site)}
    proxy = visitor | as_from_a_proxy(site.proxy.url)
    return {
        "file": requests_per_second(f"{nginx}/as-file/{name}.br", seconds, MANY, visitor),
        "proxy": requests_per_second(nginx + path, seconds, MANY, visitor),
        "gunicorn": requests_per_second(gunicorn + path, seconds, FEW, proxy),
        "livez": requests_per_second(f"{gunicorn}/livez", seconds, FEW, proxy),
    }


if __name__ == "__main__":
    set_defaults()
    main()
