"""Observatory's scores (MDN's scanner) of the public site and of the administration's login.

Runs the portal behind nginx with `deploy/nginx.conf`, with a certificate made for it and the
settings of production, and prints what each test gives or takes; the last line is a JSON object
with both scores. A host that isn't in browsers' lists can have 135, and with a good cookie 140.
"""

import contextlib
import json
import os
import subprocess
import tempfile
from pathlib import Path

from bench.lighthouse_scores import BENCH, install_packages
from dev import assets, serve
from dev.configuration import set_defaults
from dev.environment import say
from dev.postgres import Cluster
from tests.proxy import Proxy, running_proxy

PORT, TLS_PORT, PLAIN_PORT = 8331, 8332, 8333
PLACES = {"public": "/", "admin": "/verwaltung/"}
# Chromium's list of such hosts, which the scanner else downloads; this one isn't in it.
PRELOADED = BENCH / "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"


def main() -> None:
    assets.bring_up_to_date()
    install_packages()
    PRELOADED.write_text("{}")
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-observatory")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="observatory-")))
        proxy = Proxy(folder, folder / "shared", TLS_PORT, PLAIN_PORT, patience="15s")
        os.environ |= {"SITE_URL": proxy.url, "ALLOWED_HOSTS": "localhost,127.0.0.1"}
        os.environ |= {"TRUSTED_PROXIES": "1", "SECOND_FACTOR_REQUIRED": "true"}
        set_defaults(PORT)
        serve.prepare(own_database=False)
        running.enter_context(running_proxy(proxy, PORT))
        server = serve.start_server(PORT)
        running.callback(serve.stop, server)
        serve.wait_until_ready(server, PORT)
        scores = {
            name: score(f"localhost:{TLS_PORT}{path}", folder / "portal.pem")
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
    main()
