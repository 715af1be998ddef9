"""Write what a calibration found: a report in Markdown, and the best set as TOML."""

from collections.abc import Iterator, Sequence
from math import isnan

from sim.calibration.result import MOST_BEST, Calibration
from sim.calibration.space import Values

MOST_CONFLICTS = 40


def best_toml(result: Calibration) -> str:
    """Return the best set as a [parameters] table of a scenario."""
    best = result.best
    head = (
        f"# Set {best.number} of {len(result.sets)} in a calibration: {len(best.holding)} of "
        f"{len(result.rows)} rows hold on {result.pairs} pairs from seed {result.first_seed} on.\n"
        "# Judge it on other seeds before you use it.\n"
    )
    return values_toml(head, best.values)


def values_toml(head: str, values: Values) -> str:
    """Return a parameter set as a [parameters] table of a scenario, below some comments."""
    lines = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    return f"{head}\n[parameters]\n{lines}"


def report(result: Calibration) -> str:
    """Return the report as Markdown."""
    parts = (_head, _waves, _rows, _moves, _never, _conflicts, _invalid, _costs)
    return "\n".join(line for part in parts for line in part(result)) + "\n"


def _head(result: Calibration) -> Iterator[str]:
    """Say what was run and what the best set is."""
    best = result.best
    yield "# Calibration by history matching"
    yield ""
    if result.stopped:
        yield "**Stopped before all sets were run. The same command goes on from here.**"
        yield ""
    yield (
        f"{len(result.sets)} sets of {len(result.space.dimensions)} parameters, each scored on "
        f"{len(result.rows)} rows with {result.pairs} pairs of runs, seeds {result.first_seed} to "
        f"{result.first_seed + result.pairs - 1} and above where a row takes more runs. Sample and "
        f"emulators use seed {result.seed}."
    )
    yield ""
    yield (
        f"Best: set {best.number} of wave {best.wave}, in which {len(best.holding)} of "
        f"{len(result.rows)} rows hold (total implausibility {best.total:.2f}). It was chosen on "
        "few pairs, so judge it on other seeds."
    )
    yield ""


def _waves(result: Calibration) -> Iterator[str]:
    """Show how the waves did."""
    yield "## Waves"
    yield ""
    lines = []
    for wave in result.waves:
        if not (sets := result.of_wave(wave.number)):
            continue
        holding = sorted(len(scored.holding) for scored in sets)
        kinds = ", ".join(f"{kind}: {count}" for kind, count in wave.emulators.items())
        skill = "–" if isnan(wave.skill) else f"{wave.skill:.2f}"
        lines.append((
            str(wave.number), str(len(sets)), str(holding[len(holding) // 2]), str(holding[-1]),
            f"{wave.plausible_share:.1%}", kinds or "–", skill,
        ))  # fmt: skip
    yield from _table(
        ("wave", "sets", "rows that hold, median", "most", "space not ruled out before it",
         "best emulators of figures", "median skill"), lines,
    )  # fmt: skip


def _rows(result: Calibration) -> Iterator[str]:
    """Show the share of sets that satisfy each row, wave by wave."""
    yield "## Share of sets that satisfy each row"
    yield ""
    waves = [f"wave {wave.number}" for wave in result.waves if result.of_wave(wave.number)]
    best = result.best
    yield from _table(
        ("row", "fact", *waves, "best set"),
        [
            (row, result.facts[row], *(f"{share:.0%}" for share in shares), best.rows[row].verdict)
            for row, shares in result.shares().items()
        ],
    )


def _moves(result: Calibration) -> Iterator[str]:
    """Show the parameters that moved from their defaults."""
    yield "## Parameters that moved"
    yield ""
    yield (
        "From the default to the best set by at least a tenth of the range searched. The values "
        f"of the {min(MOST_BEST, len(result.sets))} best sets show how much the rows pin it down."
    )
    yield ""
    yield from _table(
        ("parameter", "default", "best set", "best sets", "range searched", "moved"),
        [
            (
                move.dimension.name, f"{move.dimension.default:g}", f"{move.value:g}",
                f"{move.low_of_best:g} to {move.high_of_best:g}",
                f"{move.dimension.low:g} to {move.dimension.high:g}",
                f"{move.share_of_range:.0%} of the range",
            )
            for move in result.moves()
        ],
    )  # fmt: skip


def _never(result: Calibration) -> Iterator[str]:
    """Name the rows that no set satisfies, and how near the nearest came."""
    yield "## Rows that no set satisfies"
    yield ""
    nearest = {
        row: min((one.rows[row].implausibility, one.number) for one in result.sets
                 if one.rows[row].verdict != "cannot be tested")
        for row in result.never()
    }  # fmt: skip
    yield from _table(
        ("row", "fact", "least implausibility", "in set"),
        [(row, result.facts[row], f"{least:.2f}", str(number))
         for row, (least, number) in nearest.items()],
    )  # fmt: skip
    if result.untestable():
        yield f"Could be tested in no set: {', '.join(result.untestable())}."
        yield ""


def _conflicts(result: Calibration) -> Iterator[str]:
    """Name the pairs of rows that no set satisfies together."""
    yield "## Conflicts"
    yield ""
    yield (
        "Pairs of rows that no set satisfies together, although each is satisfied by some. "
        "The last column counts the sets that would satisfy both if the rows had nothing to do "
        "with each other: the larger it is, the surer is the conflict."
    )
    yield ""
    found = result.conflicts()
    yield from _table(
        ("rows", "sets with the first", "sets with the second", "both expected"),
        [(f"{one.first} with {one.second}", str(one.first_holds), str(one.second_holds),
          f"{one.expected:.1f}") for one in found[:MOST_CONFLICTS]],
    )  # fmt: skip
    if len(found) > MOST_CONFLICTS:
        yield f"{len(found) - MOST_CONFLICTS} more pairs are not shown; `--json` gives all."
        yield ""


def _invalid(result: Calibration) -> Iterator[str]:
    """Count the scores that an exception made invalid."""
    yield "## Invalid scores"
    yield ""
    yield from _table(
        ("row", "error", "sets"),
        [(row, error, str(count)) for (row, error), count in result.errors().most_common()],
    )


def _costs(result: Calibration) -> Iterator[str]:
    """Show the seconds that rows take."""
    yield "## Time"
    yield ""
    seconds = sorted(result.seconds().items(), key=lambda cost: -cost[1])
    total = sum(cost for _, cost in seconds)
    yield (
        f"A set takes {total:.1f} s of one core. Rows share runs, and the first row that needs "
        "them bears their cost."
    )
    yield ""
    yield from _table(("row", "seconds per set"), [(row, f"{cost:.2f}") for row, cost in seconds])


def _table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table in Markdown, or "None." where it has no lines."""
    if not lines:
        yield "None."
        yield ""
        return
    for line in (headings, ["---"] * len(headings), *lines):
        yield f"| {' | '.join(cell.replace('|', '/') for cell in line)} |"
    yield ""
