"""CPU of ``truceline --help``: the least of seven runs. Takes nothing, prints one JSON line. The mark is .4 s."""

from __future__ import annotations

import json

from costs import TRUCELINE, cost_of

if __name__ == "__main__":
    cost_of([*TRUCELINE, "--help"])  # the first run writes bytecode
    print(
        json.dumps(
            {"bench": "help", "figures": {"cpu_s": round(min(cost_of([*TRUCELINE, "--help"]).cpu_s for _ in range(7)), 3)}}
        )
    )
