"""Write what a calibration found: a report in Markdown, and the best set as TOML."""

from collections.abc import Iterator, Sequence
from math import isnan

from babel.numbers import format_percent

from sim.calibration.result import MOST_BEST, Calibration
from sim.calibration.space import Values
from sim.language import spoken
from sim.language.numbers import LOCALES
from sim.language.spoken import fixed, language, percent, whole, written
from sim.validation.wording import fact, verdict

MOST_CONFLICTS = 40


def best_toml(result: Calibration) -> str:
    """Return the best set as a [parameters] table of a scenario."""
    best = result.best
    text = say(
        "file_best", set=best.number, sets=whole(len(result.sets)),
        holding=whole(len(best.holding)), rows=whole(len(result.rows)),
        pairs=whole(result.pairs), seed=result.first_seed,
    )  # fmt: skip
    return values_toml(f"# {text}\n# {say('file_judge')}\n", best.values)


def values_toml(head: str, values: Values) -> str:
    """Return a parameter set as a [parameters] table of a scenario, below some comments."""
    lines = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    return f"{head}\n[parameters]\n{lines}"


def report(result: Calibration) -> str:
    """Return the report as Markdown, in the language that is spoken."""
    parts = (_head, _waves, _rows, _moves, _never, _conflicts, _invalid, _costs)
    return "\n".join(line for part in parts for line in part(result)) + "\n"


def say(name: str, /, **values: object) -> str:
    """Return a text of calibrations in the language that is spoken."""
    return spoken.say(f"calibration.{name}", **values)


def heads(*names: str) -> list[str]:
    """Return the headings of these names."""
    return [say(f"head_{name}") for name in names]


def shares_of_rows(result: Calibration) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return headings and lines: the share of sets that satisfy each row, wave by wave."""
    waves = [
        say("head_wave", n=wave.number) for wave in result.waves if result.of_wave(wave.number)
    ]
    best = result.best
    lines = [
        (row, fact(row, result.facts[row]), *map(percent, shares), verdict(best.rows[row].verdict))
        for row, shares in result.shares().items()
    ]
    return [*heads("row", "fact"), *waves, *heads("best")], lines


def _head(result: Calibration) -> Iterator[str]:
    """Say what was run and what the best set is."""
    best, rows = result.best, whole(len(result.rows))
    yield f"# {say('report_title')}"
    yield ""
    if result.stopped:
        yield f"**{say('report_stopped')}**"
        yield ""
    yield say(
        "report_run", sets=whole(len(result.sets)),
        parameters=whole(len(result.space.dimensions)), rows=rows, pairs=whole(result.pairs),
        first=result.first_seed, last=result.first_seed + result.pairs - 1, seed=result.seed,
    )  # fmt: skip
    yield ""
    yield say(
        "report_best", set=best.number, wave=best.wave, holding=whole(len(best.holding)),
        rows=rows, total=fixed(best.total),
    )  # fmt: skip
    yield ""


def _waves(result: Calibration) -> Iterator[str]:
    """Show how the waves did."""
    yield f"## {say('report_waves')}"
    yield ""
    lines = []
    for wave in result.waves:
        if not (sets := result.of_wave(wave.number)):
            continue
        holding = sorted(len(scored.holding) for scored in sets)
        kinds = ", ".join(
            f"{spoken.labelled(say(f'kind_{kind}'))} {count}"
            for kind, count in wave.emulators.items()
        )
        skill = "–" if isnan(wave.skill) else fixed(wave.skill)
        lines.append((
            str(wave.number), whole(len(sets)), str(holding[len(holding) // 2]), str(holding[-1]),
            _tenths(wave.plausible_share), kinds or "–", skill,
        ))  # fmt: skip
    yield from _table(
        heads("wave_number", "sets", "median", "most", "space", "emulators", "skill"), lines
    )


def _rows(result: Calibration) -> Iterator[str]:
    """Show the share of sets that satisfy each row, wave by wave."""
    yield f"## {say('report_rows')}"
    yield ""
    yield from _table(*shares_of_rows(result))


def _moves(result: Calibration) -> Iterator[str]:
    """Show the parameters that moved from their defaults."""
    yield f"## {say('report_moves')}"
    yield ""
    yield say("report_moves_how", n=min(MOST_BEST, len(result.sets)))
    yield ""
    yield from _table(
        heads("parameter", "default", "best", "best_sets", "range", "moved"),
        [
            (
                move.dimension.name, _short(move.dimension.default), _short(move.value),
                _between(move.low_of_best, move.high_of_best),
                _between(move.dimension.low, move.dimension.high),
                say("of_range", share=percent(move.share_of_range)),
            )
            for move in result.moves()
        ],
    )  # fmt: skip


def _never(result: Calibration) -> Iterator[str]:
    """Name the rows that no set satisfies, and how near the nearest came."""
    yield f"## {say('report_never')}"
    yield ""
    nearest = {
        row: min((one.rows[row].implausibility, one.number) for one in result.sets
                 if one.rows[row].verdict != "cannot be tested")
        for row in result.never()
    }  # fmt: skip
    yield from _table(
        heads("row", "fact", "least", "in_set"),
        [(row, fact(row, result.facts[row]), fixed(least), str(number))
         for row, (least, number) in nearest.items()],
    )  # fmt: skip
    if result.untestable():
        yield say("report_untestable", rows=", ".join(result.untestable()))
        yield ""


def _conflicts(result: Calibration) -> Iterator[str]:
    """Name the pairs of rows that no set satisfies together."""
    yield f"## {say('report_conflicts')}"
    yield ""
    yield say("report_conflicts_how")
    yield ""
    found = result.conflicts()
    yield from _table(
        heads("rows", "first", "second", "expected"),
        [(say("pair", first=one.first, second=one.second), str(one.first_holds),
          str(one.second_holds), fixed(one.expected, 1)) for one in found[:MOST_CONFLICTS]],
    )  # fmt: skip
    if len(found) > MOST_CONFLICTS:
        yield say("report_more", n=whole(len(found) - MOST_CONFLICTS))
        yield ""


def _invalid(result: Calibration) -> Iterator[str]:
    """Count the scores that an exception made invalid."""
    yield f"## {say('report_invalid')}"
    yield ""
    yield from _table(
        heads("row", "error", "sets"),
        [(row, error, whole(count)) for (row, error), count in result.errors().most_common()],
    )


def _costs(result: Calibration) -> Iterator[str]:
    """Show the seconds that rows take."""
    yield f"## {say('report_time')}"
    yield ""
    seconds = sorted(result.seconds().items(), key=lambda cost: -cost[1])
    yield say("report_costs", seconds=fixed(sum(cost for _, cost in seconds), 1))
    yield ""
    yield from _table(heads("row", "seconds"), [(row, fixed(cost)) for row, cost in seconds])


def _short(value: float) -> str:
    """Return a number with six digits at most."""
    return written(value, f"{value:g}")


def _between(low: float, high: float) -> str:
    """Return a range."""
    return spoken.say("studies.between", low=_short(low), high=_short(high))


def _tenths(share: float) -> str:
    """Return a share of one in per cent with one decimal."""
    if language() == "en":
        return f"{share:.1%}"
    return str(format_percent(share, "0.0\u00a0%", locale=LOCALES[language()]))


def _table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table in Markdown, or "None." where it has no lines."""
    if not lines:
        yield say("report_none")
        yield ""
        return
    for line in (headings, ["---"] * len(headings), *lines):
        yield f"| {' | '.join(cell.replace('|', '/') for cell in line)} |"
    yield ""
