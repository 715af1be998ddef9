"""Show a posterior of the rules and its checks in the terminal, and save them."""

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.calibration.posterior_file import save_posterior
from sim.calibration.report import values_toml
from sim.files import write
from sim.terminal.fits import write_json
from sim.terminal.showing import figure_of, save_charts, say_where, show, show_json

if TYPE_CHECKING:
    from sim.calibration.posterior import RulesPosterior
    from sim.calibration.posterior_checks import PosteriorDiagnosis

MOST_TOLD = 12
"""Parameters of which a table says what tells them."""


def present_posterior(found: "RulesPosterior", command: str, out: Path, as_json: bool) -> None:
    """Save a posterior as the file of plausible models, and say what its sets are worth."""
    from sim.calibration.posterior_checks import row_shares  # noqa: PLC0415 (slow to load)

    save_posterior(found, out / "plausible.npz", {"command": command, "seed": found.options.seed})
    central = found.prior.values_at(found.coordinates[[found.central]])[0]
    write(out / "central.toml", values_toml(
        f"# Set {found.central}, the most central of {len(found.coordinates)} plausible models.\n"
        "# Judge it before you use it: shitstorm validate --parameters central.toml\n", central
    ))  # fmt: skip
    rows = row_shares(found)
    write(out / "rows.csv", rows.to_csv(index_label="row"))
    if as_json:
        show_json({"sets": len(found.coordinates), "central": found.central,
                   "rows_holding": rows_holding(found), "rows": rows.to_dict("index")})  # fmt: skip
        return
    for sentence in posterior_sentences(found):
        print(sentence)
    say_where(out)


def rows_holding(found: "RulesPosterior") -> list[int]:
    """Return in how many rows each checked set holds."""
    return [sum(verdict == "holds" for verdict in one.verdicts.values()) for one in found.checked]


def posterior_sentences(found: "RulesPosterior") -> list[str]:
    """Say what was run, what was left out, and what real runs say of the sets."""
    options, holding = found.options, sorted(rows_holding(found))
    rows = len(found.measured[0].verdicts)
    hours = sum(one.seconds for one in found.measured) / 3600
    said = [
        f"{len(found.coordinates)} plausible models from {len(found.measured)} sets that were run "
        f"in {hours:.1f} hours of one core, on {options.pairs} pairs of runs each.",
        f"{len(found.labels) - len(found.left_out)} figures of {rows} rows were learned from; "
        f"{len(found.left_out)} were known in too few sets.",
    ]
    if holding:
        said.append(
            f"Run again on {options.checked_pairs} pairs, {len(holding)} models hold in "
            f"{holding[0]} to {holding[-1]} rows, {holding[len(holding) // 2]} in the middle."
        )
    return said


def present_posterior_checks(
    found: "RulesPosterior", diagnosis: "PosteriorDiagnosis", out: Path | None, as_json: bool
) -> None:
    """Save the checks of a posterior if a folder is given, and print them."""
    table = diagnosis.table()
    if out is not None:
        from sim.charts.diagnoses import ranks_chart  # noqa: PLC0415 (matplotlib is slow to load)

        write_json(out / "diagnosis.json", diagnosis_values(found, diagnosis))
        for name in ("ranks", "parameters", "not_fitted", "rows"):
            write(out / f"{name}.csv", getattr(diagnosis, name).to_csv(index_label="of"))
        source = f"{len(diagnosis.ranks):,} made truths over emulators · model output"
        save_charts({"diagnosis": ranks_chart(diagnosis.ranks, source)}, out)
    if as_json:
        show_json({"diagnosis": diagnosis_values(found, diagnosis)})
        return
    for sentence in (*posterior_sentences(found), *check_sentences(diagnosis)):
        print(sentence)
    print()
    worst = table.sort_values("furthest", ascending=False).head(MOST_TOLD)
    levels = [str(column) for column in table if str(column).startswith("in_")][1:]
    show(f"Ranks of {len(diagnosis.ranks):,} made truths, the farthest from even ones first",
         ("of", "in bands", "furthest", *(level.removeprefix("in_") for level in levels)),
         [(str(what), "yes" if row["in_bands"] else "NO", f"{row['furthest']:.3f}",
           *(f"{row[level]:.0%}" for level in levels)) for what, row in worst.iterrows()],
         range(2, 3 + len(levels)))  # fmt: skip
    told = diagnosis.parameters.sort_values("rows", ascending=False).head(MOST_TOLD)
    show("What tells the parameters: how far a doubled power moves them, most by the rows first",
         ("parameter", "spread, prior 1", "prior", "rows", "told by"),
         [(str(what), f"{row['spread']:.2f}", f"{row['prior']:.2f}", f"{row['rows']:.2f}",
           str(row["told_by"])) for what, row in told.iterrows()], (1, 2, 3))  # fmt: skip
    show("What no row asks for: median (10–90 %)",
         ("result", "prior", "posterior", "in real runs", "skill of emulator"),
         [(str(what), *(_span(row, part) for part in ("prior", "posterior", "real")),
           f"{row['skill']:.2f}") for what, row in diagnosis.not_fitted.iterrows()],
         (1, 2, 3, 4))  # fmt: skip
    show("Share of plausible models in which a row holds",
         ("row", "by emulators", "in real runs", "95 %"),
         [(str(what), _share(row["emulated"]), _share(row["real"]),
           f"{_share(row['real_low'])}–{_share(row['real_high'])}")
          for what, row in diagnosis.rows.iterrows()], (1, 2, 3))  # fmt: skip
    if out is not None:
        say_where(out)


def check_sentences(diagnosis: "PosteriorDiagnosis") -> list[str]:
    """Say what the checks found, one sentence each."""
    table, inside = diagnosis.table(), diagnosis.figures_in
    outside = len(table) - int(table["in_bands"].sum())
    covered = ", ".join(
        f"{table[f'in_{level}'].mean():.0%} of the {level} intervals" for level in inside
    )
    real = ", ".join(f"{share:.0%} in the {level} intervals" for level, share in inside.items())
    by_rows = int((diagnosis.parameters["told_by"] != "prior").sum())
    return [
        f"{outside} of {len(table)} quantities leave their simultaneous 95 % bands; by chance "
        f"{0.05 * len(table):.0f} would.",
        f"Made truths lie in {covered}.",
        f"Of the figures of sets run again, {real} of the emulators.",
        f"The rows move {by_rows} of {len(diagnosis.parameters)} parameters noticeably; the others "
        "are the prior's.",
    ]


def diagnosis_values(found: "RulesPosterior", diagnosis: "PosteriorDiagnosis") -> dict[str, Any]:
    """Return the checks as plain values."""
    return {
        "made_truths": len(diagnosis.ranks),
        "sets": len(found.coordinates),
        "rules": found.rules,
        "rows_holding": rows_holding(found),
        "ranks": diagnosis.table().to_dict("index"),
        "figures_in_intervals": diagnosis.figures_in,
        "parameters": diagnosis.parameters.to_dict("index"),
        "not_fitted": diagnosis.not_fitted.to_dict("index"),
        "rows": diagnosis.rows.to_dict("index"),
    }


def _span(row: Any, part: str) -> str:
    low, middle, high = (figure_of(row[f"{part}_{end}"]) for end in ("low", "median", "high"))
    return f"{middle} ({low}–{high})"


def _share(value: float) -> str:
    return "–" if isnan(value) else f"{value:.0%}"
