"""Show a calibration in the terminal, and save its sets, its best set, report and chart."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.calibration.report import best_toml, report, say, shares_of_rows
from sim.files import write
from sim.language import spoken
from sim.language.spoken import whole
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
    headings, lines = shares_of_rows(result)
    title = say("title", sets=whole(len(result.sets)))
    show(title, headings, lines, right=range(2, len(headings) - 1))
    best, rows = result.best, whole(len(result.rows))
    print(say("best", set=best.number, holding=whole(len(best.holding)), rows=rows))
    if never := result.never():
        print(say("never", rows=", ".join(never)))
    if conflicts := result.conflicts():
        named = [
            say("pair", first=one.first, second=one.second) for one in conflicts[:MOST_CONFLICTS]
        ]
        more, pairs = len(conflicts) - len(named), ", ".join(named)
        kept = {"pairs": pairs, "more": whole(more)} if more else {"pairs": pairs}
        print(say("together_more" if more else "together", **kept))
    if invalid := sum(result.errors().values()):
        print(say("invalid", n=whole(invalid)))
    say_where(out, spoken.language())
