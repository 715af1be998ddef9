"""Show a posterior of the rules and its checks in the terminal, and save them."""

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.calibration.posterior_file import save_posterior
from sim.calibration.report import heads, say, values_toml
from sim.charts.wording import quantity
from sim.files import write
from sim.language import spoken
from sim.language.spoken import fixed, percent, thousands, whole
from sim.terminal.diagnoses import level_of, span_of, yes_or_no
from sim.terminal.fits import write_json
from sim.terminal.showing import save_charts, say_where, show, show_json

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
    text = say("file_central", set=found.central, sets=whole(len(found.coordinates)))
    write(out / "central.toml", values_toml(f"# {text}\n# {say('file_judge_central')}\n", central))
    rows = row_shares(found)
    write(out / "rows.csv", rows.to_csv(index_label="row"))
    if as_json:
        show_json({"sets": len(found.coordinates), "central": found.central,
                   "rows_holding": rows_holding(found), "rows": rows.to_dict("index")})  # fmt: skip
        return
    for sentence in posterior_sentences(found):
        print(sentence)
    say_where(out, spoken.language())


def rows_holding(found: "RulesPosterior") -> list[int]:
    """Return in how many rows each checked set holds."""
    return [sum(verdict == "holds" for verdict in one.verdicts.values()) for one in found.checked]


def posterior_sentences(found: "RulesPosterior") -> list[str]:
    """Say what was run, what was left out, and what real runs say of the sets."""
    options, holding = found.options, sorted(rows_holding(found))
    hours = sum(one.seconds for one in found.measured) / 3600
    said = [
        say("found", models=whole(len(found.coordinates)), sets=whole(len(found.measured)),
            hours=fixed(hours, 1), pairs=whole(options.pairs)),
        say("learned", figures=whole(len(found.labels) - len(found.left_out)),
            rows=whole(len(found.measured[0].verdicts)), left=whole(len(found.left_out))),
    ]  # fmt: skip
    if holding:
        said.append(
            say("checked", pairs=whole(options.checked_pairs), models=whole(len(holding)),
                low=holding[0], high=holding[-1], median=holding[len(holding) // 2])
        )  # fmt: skip
    return said


def present_posterior_checks(
    found: "RulesPosterior", diagnosis: "PosteriorDiagnosis", out: Path | None, as_json: bool
) -> None:
    """Save the checks of a posterior if a folder is given, and print them."""
    if out is not None:
        from sim.charts.diagnoses import ranks_chart  # noqa: PLC0415 (matplotlib is slow to load)

        write_json(out / "diagnosis.json", diagnosis_values(found, diagnosis))
        for name in ("ranks", "parameters", "not_fitted", "rows"):
            write(out / f"{name}.csv", getattr(diagnosis, name).to_csv(index_label="of"))
        made, caveat = thousands(len(diagnosis.ranks)), spoken.say("fitting.slide_caveat")
        source = say("ranks_made", n=made, caveat=caveat)
        save_charts({"diagnosis": ranks_chart(diagnosis.ranks, source)}, out)
    if as_json:
        show_json({"diagnosis": diagnosis_values(found, diagnosis)})
        return
    for sentence in (*posterior_sentences(found), *check_sentences(diagnosis)):
        print(sentence)
    print()
    _show_ranks(diagnosis)
    told = diagnosis.parameters.sort_values("rows", ascending=False).head(MOST_TOLD)
    show(say("tells"),
         (*heads("parameter", "spread"), *checks("prior"), *heads("rows"), *checks("told_by")),
         [(str(what), *(fixed(row[name]) for name in ("spread", "prior", "rows")),
           spoken.say(f"checks.told_{row['told_by']}")) for what, row in told.iterrows()],
         (1, 2, 3))  # fmt: skip
    show(say("not_asked"),
         (*heads("result"), *checks("prior"), *heads("posterior", "real", "emulator")),
         [(quantity(str(what)), *(span_of(row, part) for part in ("prior", "posterior", "real")),
           fixed(row["skill"])) for what, row in diagnosis.not_fitted.iterrows()],
         (1, 2, 3, 4))  # fmt: skip
    show(say("shares"), (*heads("row", "emulated", "real"), spoken.say("studies.interval")),
         [(str(what), _share(row["emulated"]), _share(row["real"]),
           f"{_share(row['real_low'])}–{_share(row['real_high'])}")
          for what, row in diagnosis.rows.iterrows()], (1, 2, 3))  # fmt: skip
    say_where(out, spoken.language())


def _show_ranks(diagnosis: "PosteriorDiagnosis") -> None:
    """Print the quantities whose ranks are farthest from even ones."""
    table = diagnosis.table()
    worst = table.sort_values("furthest", ascending=False).head(MOST_TOLD)
    levels = [str(column) for column in table if str(column).startswith("in_")][1:]
    show(say("ranks", n=thousands(len(diagnosis.ranks))),
         (*checks("of", "in_bands", "furthest"), *map(level_of, levels)),
         [(quantity(str(what)), yes_or_no(row["in_bands"]), fixed(row["furthest"], 3),
           *(percent(row[level]) for level in levels)) for what, row in worst.iterrows()],
         range(2, 3 + len(levels)))  # fmt: skip


def checks(*names: str) -> list[str]:
    """Return the headings of these names as the checks of fits have them."""
    return [spoken.say(f"checks.head_{name}") for name in names]


def check_sentences(diagnosis: "PosteriorDiagnosis") -> list[str]:
    """Say what the checks found, one sentence each."""
    table, inside = diagnosis.table(), diagnosis.figures_in
    outside = len(table) - int(table["in_bands"].sum())
    covered = [
        spoken.say("checks.of_intervals", share=percent(table[f"in_{level}"].mean()),
                   level=level_of(level))
        for level in inside
    ]  # fmt: skip
    real = [
        say("in_intervals", share=percent(share), level=level_of(level))
        for level, share in inside.items()
    ]
    by_rows = int((diagnosis.parameters["told_by"] != "prior").sum())
    return [
        say("outside", outside=whole(outside), all=whole(len(table)),
            chance=fixed(0.05 * len(table), 0)),
        say("truths_in", parts=", ".join(covered)),
        say("figures_in", parts=", ".join(real)),
        say("moved_by_rows", moved=whole(by_rows), all=whole(len(diagnosis.parameters))),
    ]  # fmt: skip


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


def _share(value: float) -> str:
    return "–" if isnan(value) else percent(value)
