"""Show the checks of a fit in the terminal, and save them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.terminal.fits import write_json
from sim.terminal.showing import figure_of, save_charts, show, show_json

if TYPE_CHECKING:
    from sim.fitting.checks.diagnosing import Diagnosis


def present_diagnosis(diagnosis: "Diagnosis", name: str, out: Path | None, as_json: bool) -> None:
    """Save a diagnosis if a folder is given, and print it."""
    table = diagnosis.calibration.table()
    if out is not None:
        from sim.charts.diagnoses import calibration_chart  # noqa: PLC0415 (slow to load)

        write_json(out / "diagnosis.json", diagnosis_as_values(diagnosis))
        write(out / "ranks.csv", diagnosis.calibration.ranks.to_csv(index=False))
        save_charts({"diagnosis": calibration_chart(diagnosis, name)}, out)
    if as_json:
        show_json({"diagnosis": diagnosis_as_values(diagnosis)})
        return
    levels = [str(column) for column in table if str(column).startswith("in_")][1:]
    rows = [
        (str(what), "yes" if row["in_bands"] else "NO", f"{row['furthest']:.3f}",
         *(f"{row[level]:.0%}" for level in levels))
        for what, row in table.iterrows()
    ]  # fmt: skip
    number = len(diagnosis.calibration.ranks)
    headings = ("of", "in bands", "furthest", *(level.removeprefix("in_") for level in levels))
    show(f"Ranks of the truth in {number:,} made storms after {diagnosis.hours:g} h", headings,
         rows, range(2, len(headings)))  # fmt: skip
    for sentence in sentences(diagnosis):
        print(sentence)
    odd = diagnosis.not_fitted
    rows = [(str(what), *map(figure_of, row)) for what, row in odd.iterrows()]
    show("What was not fitted", ("", *map(str, odd.columns)), rows, range(1, 1 + len(odd.columns)))
    told = diagnosis.sensitivity.sort_values("likelihood", ascending=False).head(8)
    rows = [
        (str(what), f"{row['prior']:.2f}", f"{row['likelihood']:.2f}", str(row["told_by"]))
        for what, row in told.iterrows()
    ]
    show("How far a doubled power of prior or counts moves the posterior",
         ("value", "prior", "counts", "told by"), rows, (1, 2))  # fmt: skip


def sentences(diagnosis: "Diagnosis") -> list[str]:
    """Say what the checks found, one sentence each."""
    table, alarm = diagnosis.calibration.table(), diagnosis.alarm
    days = diagnosis.calibration.day_coverage()
    covered = ", ".join(f"{share:.0%} of the {level} intervals" for level, share in days.items())
    power = ", ".join(f"{world} {share:.0%}" for world, share in alarm.power.items())
    state = "ALARM: this storm is unlike" if alarm.goes_off else "No alarm: this storm may be like"
    return [
        f"{table['in_bands'].sum()} of {len(table)} quantities stay in their simultaneous 95 % "
        "bands.",
        f"Days to come lie in {covered}.",
        f"{diagnosis.calibration.invalid} fits rest on too few storms; "
        f"{diagnosis.failed_runs} runs of the stock failed.",
        f"Local two-sample test at this storm: p = {diagnosis.local[1]:.2f}.",
        f"{state} any of {alarm.learned_from:,}; {alarm.chance:.0%} of them score as high. The "
        f"alarm notices of wrong worlds: {power}; false alarms {alarm.false_alarms:.0%}.",
    ]


def diagnosis_as_values(diagnosis: "Diagnosis") -> dict[str, Any]:
    """Return a diagnosis as plain values."""
    alarm = diagnosis.alarm
    return {
        "hours": diagnosis.hours,
        "made_storms": len(diagnosis.calibration.ranks),
        "ranks": diagnosis.calibration.table().to_dict("index"),
        "days_in_intervals": diagnosis.calibration.day_coverage(),
        "invalid_fits": diagnosis.calibration.invalid,
        "failed_runs": diagnosis.failed_runs,
        "local_test": {"statistic": diagnosis.local[0], "p": diagnosis.local[1]},
        "not_fitted": diagnosis.not_fitted.to_dict("index"),
        "sensitivity": diagnosis.sensitivity.to_dict("index"),
        "alarm": {"goes_off": alarm.goes_off, "score": alarm.score, "threshold": alarm.threshold,
                  "share_as_high": alarm.chance, "power": alarm.power,
                  "false_alarms": alarm.false_alarms},
    }  # fmt: skip
