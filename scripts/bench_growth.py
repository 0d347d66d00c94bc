"""What a record a hundred times as large costs more: the kept figures of several runs side by side, by database.

python scripts/bench_growth.py var/bench-postgresql-10000.json var/bench-postgresql-1000000.json …
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

GOAL = 1.5
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
Row = dict[str, Any]


def main() -> None:
    reports = [json.loads(Path(name).read_text()) for name in sys.argv[1:]]
    for line in table(reports):
        print(line)


def table(reports: list[dict[str, Any]]) -> list[str]:
    """CPU of both processes, at least; the last run of a database by its first."""
    found: dict[str, list[dict[str, Row]]] = defaultdict(list)
    heads: list[str] = []
    for report in sorted(reports, key=lambda report: str(report["database"])):
        found[report["database"]].append({row["name"]: row for row in report["addresses"]})
    for database in found:
        sizes = [f"{report['events']:,}" for report in reports if report["database"] == database]
        heads += [f"{NAMES[database]}, {sizes[0]}", *sizes[1:], "growth"]
    lines = [f"| page | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    for name in next(iter(found.values()))[0]:
        cells = [cell for runs in found.values() for cell in cells_of(runs, name)]
        if cells:
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def cells_of(runs: list[dict[str, Row]], name: str) -> list[str]:
    rows = [run.get(name) for run in runs]
    if not all(row and row["status"] in (200, 304) for row in rows):
        return ["–"] * (len(runs) + 1)
    spent = [total(row) for row in rows if row]
    growth = spent[-1] / max(spent[0], 0.01)
    return [*(f"{ms:.1f}" for ms in spent), f"**{growth:.1f}**" if growth > GOAL else f"{growth:.1f}"]


def total(row: Row) -> float:
    return float(row["cpu_ms_min"] + row["database_ms_min"])


if __name__ == "__main__":
    main()
