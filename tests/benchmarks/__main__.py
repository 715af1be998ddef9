"""How fast it is, against its targets: ``python -m tests.benchmarks``.

Every ratio is measured within one run of this command; numbers are medians of at least
five. Seconds are seconds of one core's work where "by the clock" is not said, as others
may be using the machine.
"""

import argparse
import os
import platform

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from tests.benchmarks import case, crowd, debrief, lab, load, peers, profile, start
from tests.benchmarks.measuring import Line, Lines

PARTS = {
    "case": case.lines,
    "profile": profile.lines,
    "start": start.lines,
    "crowd": crowd.lines,
    "peers": peers.lines,
    "load": load.lines,
    "debrief": debrief.lines,
    "lab": lab.lines,
}
MET = {None: "", True: "[green]yes[/]", False: "[red]no[/]"}


def main() -> int:
    """Measure the parts asked for; 1 if a target is missed."""
    words = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    words.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all if none is named")
    words.add_argument("--quick", action="store_true", help="only what takes about a minute")
    words.add_argument("--huge", action="store_true", help="ten million people, too")
    asked = words.parse_args()
    for part in asked.parts:
        if part not in PARTS:
            words.error(f"there is no part {part!r}; there are {', '.join(PARTS)}")
    console = Console()
    table = Table("measured", "result", "target", "met")
    if not console.is_terminal:  # for a page such as docs/performance.md
        console, table.box = Console(width=250), MARKDOWN
    missed = False
    try:
        with console.status("") as status:
            for line in measured(asked.parts or list(PARTS), asked.quick, asked.huge):
                status.update(f"{line.what}: {line.measured}")
                table.add_row(line.what, line.measured, line.target, MET[line.met])
                missed = missed or line.met is False
    except KeyboardInterrupt:
        return 130
    finally:
        console.print(f"\n{machine()}:\n")
        console.print(table)  # also what was measured before an interruption
    return int(missed)


def measured(parts: list[str], quick: bool, huge: bool) -> Lines:
    """The lines of these parts."""
    for part in parts:
        yield from PARTS[part](quick)
    if huge:
        yield from crowd.huge_lines()
    yield Line("load of the machine at the end", f"{os.getloadavg()[0]:.1f}")


def machine() -> str:
    """Where this was measured."""
    load = os.getloadavg()[0]
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {python}, load {load:.1f}"


if __name__ == "__main__":
    raise SystemExit(main())
