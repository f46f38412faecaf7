"""How the cost grows with the number of submissions: participations a second and the desk's pages.

`bench/grows [ROWS …] [--rounds N] [--seconds N]`: with 10,000 and 100,000 rows (1,000,000 once in a
while, by hand) people take part behind nginx as in `bench/participate`, in N (3) rounds, and
Leitung and a reviewer ask for the desk's pages as in `bench/desk`. The last line is a JSON object:
for each size participations a second and milliseconds of each page, and how many times slower the
largest size is than the smallest: participations, and the page that grew most.
"""

import argparse
import json
import os
import statistics

from bench import desk_measured as desk
from bench.behind import running_site
from bench.participate_measured import participations
from dev import assets
from dev.configuration import set_defaults
from dev.environment import say

SIZES = [10_000, 100_000]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/grows")
    parser.add_argument("rows", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6)
    options = parser.parse_args()
    assets.bring_up_to_date()
    found = {}
    with running_site("grows") as site:
        os.environ["DATABASE_URL"] = site.tree.environment["DATABASE_URL"]
        desk.prepare()
        for rows in sorted(options.rows):
            desk.fill(site.cluster, rows, [])
            desk.renew_words(site.cluster)
            pages = desk.measure(rows)
            seen = [participations(site, options.seconds) for _ in range(options.rounds)]
            per_second = round(statistics.median(seen) / options.seconds, 1)
            found[rows] = {"per_second": per_second, **pages}
            say(f"{rows} rows: {found[rows]}")
    few, many = found[min(found)], found[max(found)]
    slower = {
        "participations_slower": round(few["per_second"] / many["per_second"], 2),
        "pages_slower": round(max(many[n] / few[n] for n in few if n.endswith("_ms")), 2),
    }
    print(json.dumps({**found, **slower}))


if __name__ == "__main__":
    set_defaults()
    main()
