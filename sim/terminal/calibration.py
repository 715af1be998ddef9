"""Show a calibration in the terminal, and save its sets, its best set, report and chart."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.calibration.report import best_toml, report
from sim.files import write
from sim.terminal.showing import save_charts, say_where, show, show_json

if TYPE_CHECKING:
    from sim.calibration.result import Calibration

MOST_CONFLICTS = 8


def present_calibration(result: "Calibration", out: Path, as_json: bool) -> None:
    """Save a calibration to a folder, and print what it found."""
    from sim.charts.calibration import calibration  # noqa: PLC0415 (matplotlib is slow to load)

    write(out / "sets.csv", result.table().to_csv(index=False))
    write(out / "best.toml", best_toml(result))
    write(out / "report.md", report(result))
    save_charts({"calibration": calibration(result)}, out)
    if as_json:
        show_json(result.as_plain())
        return
    best, waves = result.best, [w for w in result.waves if result.of_wave(w.number)]
    headings = ("row", "fact", *(f"wave {wave.number}" for wave in waves), "best set")
    lines = [
        (row, result.facts[row], *(f"{share:.0%}" for share in shares), best.rows[row].verdict)
        for row, shares in result.shares().items()
    ]
    title = f"Calibration: share of {len(result.sets)} sets that satisfy each row"
    show(title, headings, lines, right=range(2, 2 + len(waves)))
    print(f"Best: set {best.number}, in which {len(best.holding)} of {len(result.rows)} rows hold")
    if never := result.never():
        print(f"No set satisfies: {', '.join(never)}")
    if conflicts := result.conflicts():
        named = [f"{one.first} with {one.second}" for one in conflicts[:MOST_CONFLICTS]]
        more = len(conflicts) - len(named)
        print(f"Never together: {', '.join(named)}{f' and {more} more pairs' if more else ''}")
    if invalid := sum(result.errors().values()):
        print(f"Invalid scores: {invalid}; report.md names the rows and their errors")
    say_where(out)
