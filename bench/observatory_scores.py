"""Observatory's scores (MDN's scanner) of the public site and of the administration's login.

Runs the portal behind nginx with `deploy/nginx.conf`, with a certificate made for it and the
settings of production, and prints what each test gives or takes; the last line is a JSON object
with both scores. A host that isn't in browsers' lists can have 135, and with a good cookie 140.
"""

import json
import os
import subprocess
from pathlib import Path

from bench.behind import running_site
from bench.lighthouse_scores import BENCH, install_packages
from dev import assets
from dev.configuration import set_defaults
from dev.environment import say

PLACES = {"public": "/", "admin": "/verwaltung/"}
# Chromium's list of such hosts, which the scanner else downloads; this one isn't in it.
PRELOADED = BENCH / "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"


def main() -> None:
    assets.bring_up_to_date()
    install_packages()
    PRELOADED.write_text("{}")
    with running_site("observatory", TRUSTED_PROXIES="1") as site:
        certificate = site.proxy.folder / "portal.pem"
        scores = {
            name: score(f"localhost:{site.proxy.port}{path}", certificate)
            for name, path in PLACES.items()
        }
    print(json.dumps(scores))


def score(address: str, certificate: Path) -> int:
    """Return the score of one address, and say which tests make it up."""
    result = subprocess.run(
        [assets.node(), BENCH / "observatory.mjs", address],
        # The one certificate that is trusted besides: an invalid one would cost points.
        env=os.environ | {"NODE_EXTRA_CA_CERTS": str(certificate)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    [found] = json.loads(result.stdout).values()
    say(f"{address} {found['score']}")
    for name, (points, why) in found["tests"].items():
        say(f"  {points or 0:+3} {name}: {why}")
    total: int = found["score"]
    return total


if __name__ == "__main__":
    set_defaults()
    main()
