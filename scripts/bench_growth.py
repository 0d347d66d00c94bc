"""What a record a hundred times as large costs more: the kept figures of several runs side by side.

python scripts/bench_growth.py var/bench-postgresql-10000.json var/bench-postgresql-1000000.json …
"""

import json
import sys
from pathlib import Path
from typing import Any

GOAL = 1.5


def main() -> None:
    reports = [json.loads(Path(name).read_text()) for name in sys.argv[1:]]
    for line in table(reports):
        print(line)


def table(reports: list[dict[str, Any]]) -> list[str]:
    """CPU of both processes, at least; the last run by the first."""
    found = [{row["name"]: row for row in report["addresses"]} for report in reports]
    heads = [f"{report['events']:,}" for report in reports]
    lines = [f"| page | {' | '.join(heads)} | growth |", f"|---|{'---:|' * (len(heads) + 1)}"]
    for name in found[0]:
        rows = [by_name.get(name) for by_name in found]
        if all(row and row["status"] in (200, 304) for row in rows):
            spent = [total(row) for row in rows if row]
            growth = spent[-1] / max(spent[0], 0.01)
            said = f"**{growth:.1f}**" if growth > GOAL else f"{growth:.1f}"
            lines.append(f"| {name} | {' | '.join(f'{ms:.1f}' for ms in spent)} | {said} |")
    return lines


def total(row: dict[str, Any]) -> float:
    return float(row["cpu_ms_min"] + row["database_ms_min"])


if __name__ == "__main__":
    main()
