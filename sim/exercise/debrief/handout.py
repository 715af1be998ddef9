"""Pages to print: briefing, role cards and observer's sheet before, the debrief after.

Each is one HTML file that loads nothing. Whatever people have typed is escaped.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from sim.brand import Brand
from sim.exercise.debrief.chart import debrief_chart
from sim.exercise.debrief.forecast_said import calibration_said
from sim.exercise.debrief.headlines import (
    alternatives_said,
    best_with_sight_said,
    coming_said,
    ended_said,
    hindsight_rule,
    loudness,
    luck_said,
    no_best_said,
    no_decisions_said,
    not_better_said,
    plans_go_on_said,
    played_said,
    together_said,
    what_changed_most,
    what_ifs_shown,
)
from sim.exercise.debrief.plausible import over_models_rule, over_models_said
from sim.exercise.debrief.results import COMPARED, ROWS_TO_IMPROVE, Debrief, TeamDebrief
from sim.exercise.debrief.tied_notes import notes_at
from sim.exercise.refusals import RefusedError
from sim.exercise.stage_matter import TimedNote
from sim.exercise.templates import render
from sim.exercise.texts import ExerciseSpeech, speech_for
from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.results.writing import written_folder
from sim.scenario import Scenario

SHEETS = "sheets.html"
DEBRIEF = "debrief.html"
MOST_ALTERNATIVES = 3
"""Rounds that are shown at once of those in which something else would have been better."""


def save_sheets(
    scenario: Scenario, language: Language, folder: Path, brand: Brand | None = None
) -> Path:
    """Write what is printed before the exercise. Return the file."""
    with written_folder(folder) as unfinished:
        (unfinished / SHEETS).write_text(sheets(scenario, language, brand), encoding="utf-8")
    return folder / SHEETS


def sheets(scenario: Scenario, language: Language, brand: Brand | None = None) -> str:
    """Return briefing, role cards, the rounds for the trainer, and the observer's sheet.

    ``brand`` stands on top.
    """
    script, speech = scenario.exercise, speech_for(scenario, language)
    if script is None:
        raise RefusedError(f"{scenario.name} has no [exercise]")
    return render(
        "sheets.html",
        title=scenario.titled(language),
        speech=speech,
        script=script,
        brand=brand,
        ends=[speech.full_moment(scenario.moment_hours(each.until)) for each in script.rounds],
    )


def debrief_page(
    debrief: Debrief,
    started: float,
    notes: Mapping[str, str] | None = None,
    stage: Markup = Markup(),  # noqa: B008 (it never changes)
    brand: Brand | None = None,
    timed: Mapping[str, Sequence[TimedNote]] | None = None,
) -> str:
    """Return the debrief on one page. The story starts so long after Monday 00:00.

    ``notes`` are what the room has written down: ``question-1`` and ``improvement-2-3`` (row
    and column, from 1). Missing ones are left to be written by hand. ``stage`` is the record of
    what happened beside the storms. ``brand`` stands on top. ``timed`` are notes by team: those on
    decisions stand at them.
    """
    speech = ExerciseSpeech(debrief.language, started, serves=debrief.serves)
    return render(
        "debrief.html",
        title=speech.say("debrief", title=debrief.title),
        debrief=debrief,
        notes=notes or {},
        stage=stage,
        rows_to_improve=ROWS_TO_IMPROVE,
        chart=debrief_chart(debrief, started),
        loudness=loudness,
        played=played_said(debrief, speech),
        unfolded=True,
        timed=timed or {},
        brand=brand,
        pending=False,
        **team_values(speech),
    )


def team_results(
    team: TeamDebrief,
    debrief: Debrief,
    speech: Speech,
    pending: bool = False,
    timed: Sequence[TimedNote] = (),
) -> Markup:
    """Return one team's storm, what each decision changed, and the what-ifs.

    ``pending`` says that what could have been done is still being tried. ``timed`` are the team's
    notes: those on decisions stand at them.
    """
    return render(
        "debrief_team.html",
        team=team,
        debrief=debrief,
        unfolded=False,
        timed={team.team: timed},
        pending=pending,
        **team_values(speech),
    )


def team_values(speech: Speech) -> dict[str, object]:
    """Return what the template of a team's results needs beside the results."""
    return {
        "speech": speech,
        "shown": COMPARED,
        "notes_at": notes_at,
        "what_changed_most": what_changed_most,
        "luck_said": luck_said,
        "over_models_said": over_models_said,
        "over_models_rule": over_models_rule,
        "alternatives_said": alternatives_said,
        "best_with_sight_said": best_with_sight_said,
        "not_better_said": not_better_said,
        "hindsight_rule": hindsight_rule,
        "coming_said": coming_said,
        "ended_said": ended_said,
        "no_best_said": no_best_said,
        "no_decisions_said": no_decisions_said,
        "plans_go_on_said": plans_go_on_said,
        "what_ifs_shown": what_ifs_shown,
        "most_alternatives": MOST_ALTERNATIVES,
        "together_said": together_said,
        "calibration_said": calibration_said,
    }
