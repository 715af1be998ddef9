"""Hindsight without knowing what came: the best options of each round, added to a debrief."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sim.exercise.debrief.cards import listed, more_good_than_harm
from sim.exercise.debrief.coalitions import LOOKED_AT, PLACE
from sim.exercise.debrief.options import Option
from sim.exercise.debrief.pieces import summarised
from sim.exercise.debrief.results import WEIGHED, Alternative, Debrief, Hindsight
from sim.exercise.debrief.rollouts import Rollouts, RoundTrial
from sim.exercise.decisions import Decided
from sim.exercise.inbox import CAUTIOUS
from sim.exercise.post_answers import is_end
from sim.exercise.texts import ExerciseSpeech, speech_for
from sim.scenario import Scenario
from sim.storm.responses import Response
from sim.storm.times import MomentOfStorm

Progress = Callable[[int, int], None]


def with_hindsight(
    debrief: Debrief,
    scenario: Scenario,
    teams: Mapping[str, Decided],
    progress: Progress | None = None,
    processes: bool = False,
) -> Debrief:
    """Return a debrief with what could have been done at each round, for the same teams.

    ``processes`` do the work where much else is done in this one.
    """
    ended = [part.ended_early for part in debrief.teams]
    played = [None if each is None else each.rounds for each in ended]
    rollouts = Rollouts(scenario, debrief.seed, list(teams.values()), played)
    guided, trials = rollouts.run(progress, processes)
    speech = speech_for(scenario, debrief.language)
    parts = []
    for place, (part, decided) in enumerate(zip(debrief.teams, teams.values(), strict=True)):
        rounds = sorted(number for team, number in trials if team == place)
        found = [
            _alternative(scenario, number, decided, trials[place, number], speech)
            for number in rounds
        ]
        parts.append(replace(part, alternatives=found))
    hindsight = Hindsight(
        chosen_on=rollouts.futures,
        measured_on=2 * rollouts.futures,
        measures={name: float(guided.end[PLACE[name]]) for name in LOOKED_AT},
        steps=[option_said(option, speech) for option in guided.steps],
    )
    return replace(debrief, teams=parts, hindsight=hindsight)


def _alternative(
    scenario: Scenario, number: int, decided: Decided, trial: RoundTrial, speech: ExerciseSpeech
) -> Alternative:
    changes = [
        summarised(name, trial.best_ends[:, PLACE[name]] - trial.own_ends[:, PLACE[name]])
        for name in WEIGHED
        if trial.best is not None
    ]
    against = {name: float(trial.own_ends[:, PLACE[name]].mean()) for name in WEIGHED}
    script = scenario.exercise
    title = "" if script is None else script.rounds[number].title.in_language(speech.language)
    return Alternative(
        round=number,
        round_title=title,
        done=option_said(decided.get(number, []), speech),
        instead="" if trial.best is None else option_said(trial.best, speech),
        changes=changes,
        better=more_good_than_harm(changes, against),
        tried=trial.tried,
    )


def option_said(option: Option, speech: ExerciseSpeech) -> str:
    """Say what is done in a round in a few words."""
    said = dict.fromkeys(_step_said(step, speech) for step in option if not is_end(step))
    return listed(list(said), speech) if said else speech.say("responses.silence.short")


def _step_said(step: Response, speech: ExerciseSpeech) -> str:
    label = speech.say(f"responses.{step.do}.short")
    deadline = getattr(step, "deadline", None)
    if isinstance(deadline, MomentOfStorm):
        due = speech.moment(deadline.hours_after(speech.started))
        return speech.say("option_promised", label=label, time=due)
    if deadline == "estimate":
        cautious = getattr(step, "margin", 1.0) >= CAUTIOUS
        return speech.say("option_cautious" if cautious else "option_hoped", label=label)
    return label
