"""Say how sure a comparison over plausible models is."""

from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING

from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.terminal.showing import show

if TYPE_CHECKING:
    import pandas as pd


def show_uncertainty(
    table: "pd.DataFrame",
    baseline: str,
    language: Language,
    name_of: Callable[[str], str] = str,
) -> None:
    """Print luck and ignorance of every plan, how often it is better, and the worst 5 %.

    ``name_of`` says what a plan is called.
    """
    table, baseline = table.assign(plan=table["plan"].map(name_of)), name_of(baseline)
    speech = Speech(language, tables=("charts",))
    measure = "critical_posts_total"
    rows = [
        (str(row["plan"]), speech.percent(1.0 - row["share_of_ignorance"]),
         speech.percent(row["share_of_ignorance"]),
         f"{speech.percent(row['share_low'])}–{speech.percent(row['share_high'])}",
         _better(row, speech), speech.number(row["worst_5_percent"]))
        for row in table[table["measure"] == measure].to_dict("records")
    ]  # fmt: skip
    first = table.iloc[0]
    rests = speech.say("uncertain_rests", models=speech.number(first["models"]),
                       runs=speech.number(first["runs"]))  # fmt: skip
    name = speech.name("measures", measure, "name")
    show(f"{speech.labelled(name[:1].upper() + name[1:])} {rests}",
         (speech.say("uncertain_plan"), speech.say("luck_short"), speech.say("ignorance_short"),
          "95 %", speech.say("uncertain_better", plan=baseline), speech.say("uncertain_worst")),
         rows, right=range(1, 6))  # fmt: skip
    for sentence in sentences(table, baseline, speech):
        print(sentence)


def sentences(table: "pd.DataFrame", baseline: str, speech: Speech) -> list[str]:
    """Say of every plan in which share of plausible models it has fewer critical posts."""
    own = table[table["measure"] == "critical_posts_total"]
    said = [
        speech.say("uncertain_beats", plan=row["plan"], baseline=baseline,
                   share=speech.percent(row["better_in"]), low=speech.percent(row["better_low"]),
                   high=speech.percent(row["better_high"]))
        for row in own.to_dict("records") if not isnan(row["better_in"])
    ]  # fmt: skip
    if own["share_of_ignorance"].isna().all():
        said.append(speech.say("uncertain_once_told"))
    return said


def _better(row: dict[object, float], speech: Speech) -> str:
    share, low, high = (row[f"better_{part}"] for part in ("in", "low", "high"))
    if isnan(share):
        return ""
    return f"{speech.percent(share)} ({speech.percent(low)}–{speech.percent(high)})"
