"""The page on fits shows what the backtest found: its tables and its picture.

shitstorm backtest --out out              writes what was found
python -m tests.real_storms_page out      takes tables and picture into docs/fitting.md
"""

import json
import shutil
import sys
from pathlib import Path

import pandas as pd

PAGE = Path(__file__).parent.parent / "docs" / "fitting.md"
PICTURE = "![Bands as of a day after the peak](pictures/real-storms.png)"
LAWS = {"power law": "power law", "exponential": "exponential", "SpikeM-like": "SpikeM-like"}
FORETOLD = {"peak_day": "busiest day", "duration": "duration", "total": "total"}


def take_over(folder: Path, page: Path = PAGE) -> None:
    """Take tables and picture over into the page."""
    fits, forecasts = (pd.read_csv(folder / f"{name}.csv") for name in ("fits", "forecasts"))
    calibration = pd.read_csv(folder / "calibration.csv")
    told = json.loads((folder / "fits.json").read_text(encoding="utf-8"))
    text = page.read_text(encoding="utf-8")
    text = put(text, "fits", f"{fits_table(fits, told)}\n\n{PICTURE}")
    text = put(text, "pair", pair_words(told))
    text = put(text, "forecasts", forecasts_table(calibration, forecasts))
    page.write_text(text, encoding="utf-8")
    pictures = page.parent / "pictures"
    pictures.mkdir(exist_ok=True)
    shutil.copy(folder / "real-storms.png", pictures / "real-storms.png")
    print(f"{page.name} shows what is in {folder}")


def put(text: str, name: str, inside: str) -> str:
    """The page with one of its parts replaced."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n\n{inside}\n\n{end}{rest.partition(end)[2]}"


def fits_table(fits: pd.DataFrame, told: dict) -> str:
    """A row per storm: coverage, scores, and how the counts decay in data and model."""
    lines = [
        "| storm | days seen | in 80 % band | model | "
        + " | ".join(LAWS.values())
        + " | T50, days |",
        "| --- | ---: | ---: | ---: |" + " ---: |" * (len(LAWS) + 1),
    ]
    decays = [one["decay"]["t50_days"] for one in told.values() if "t50_days" not in one]
    for row, half in zip(fits.to_dict("records"), decays, strict=True):
        scores = {name: row[name] for name in ("model", *LAWS)}
        best = max(scores, key=lambda name: scores[name])
        cells = [
            f"**{minus(value)}**" if name == best else minus(value)
            for name, value in scores.items()
        ]
        decay = f"{half['data']:.1f} ({half['low']:.1f}–{half['high']:.1f})"
        lines.append(
            f"| {row['storm']} | {row['days_trained']} | {row['covered']:.0%} | "
            + " | ".join([*cells, decay])
            + " |"
        )
    return "\n".join([*lines, "", summed_up(fits, told)])


def summed_up(fits: pd.DataFrame, told: dict) -> str:
    """The sentence below the table."""
    first = next(iter(told.values()))
    better = {
        "as scored here": (fits["model"] > fits["power law"]).sum(),
        "day by day": (fits["model_day_by_day"] > fits["power law"]).sum(),
        "with the scatter left open to both": (
            fits["model_open_scatter"] > fits["power law_open_scatter"]
        ).sum(),
    }
    ways = ", ".join(f"{number} {way}" for way, number in better.items())
    return (
        f"{first['settings']:,} settings of {first['scenario']}. The band holds at least 70 % of "
        f"the days in {(fits['covered'] >= 0.7).sum()} of {len(fits)} storms. Foretold better than "
        f"by the fixed power law: {ways}. In brackets: 80 % of the storms like it."
    )


def pair_words(told: dict) -> str:
    """The joint fit of critics and defenders."""
    said = []
    for label, one in told.items():
        if "t50_days" not in one:
            continue
        halves = [
            f"{name} {row['data']:.1f} days (storms like it: {row['low']:.1f}–{row['high']:.1f})"
            for name, row in one["t50_days"].items()
        ]
        share = one["defenders_later_in_share_of_storms"]
        said.append(
            f"{label[0].upper()}{label[1:]}, T50 counted: {', '.join(halves)}. Defenders come "
            f"later in {share:.0%} of the storms like it, by weight."
        )
    return "\n".join(said)


def forecasts_table(calibration: pd.DataFrame, forecasts: pd.DataFrame) -> str:
    """A row per number of hours seen: calibration, and who was foretold better."""
    lines = [
        "| hours seen | storms | "
        + " | ".join(FORETOLD.values())
        + " | single days | better than power law | exponential | SpikeM-like | without looking |",
        "| ---: | ---: |" + " ---: |" * (len(FORETOLD) + 5),
    ]
    for row in calibration.to_dict("records"):
        held = [f"{row[f'{name}_covered']:.0%}" for name in (*FORETOLD, "days")]
        better = [str(row[f"better_than_{name}"]) for name in (*LAWS, "unlooked")]
        cells = [f"{row['hours']:g}", str(row["storms"]), *held, *better]
        lines.append("| " + " | ".join(cells) + " |")
    inside = [
        forecasts[name].between(forecasts[f"{name}_low"], forecasts[f"{name}_high"])
        for name in FORETOLD
    ]
    share = float(pd.concat(inside).mean())
    note = f"Of all figures foretold {share:.0%} lay in their 80 % intervals."
    return "\n".join([*lines, "", note])


def minus(value: float) -> str:
    """A score with a true minus."""
    return f"{value:.2f}".replace("-", "−")


if __name__ == "__main__":
    take_over(Path(sys.argv[1]))
