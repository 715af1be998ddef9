"""Play an exercise alone, in a terminal or from a pipe."""

from pathlib import Path

from sim.brand import Brand
from sim.exercise.debrief.calibration import with_forecasts
from sim.exercise.debrief.files import save
from sim.exercise.debrief.hindsight import with_hindsight
from sim.exercise.debrief.replays import debrief
from sim.exercise.debrief.results import Debrief
from sim.exercise.debrief.ways import plans_played, rounds_played, with_ends
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.running import RunningExercise
from sim.exercise.team_view import view
from sim.exercise.texts import say
from sim.language.typesetting import Language
from sim.scenario import Scenario
from sim.storm.responses import Response
from sim.terminal.progress import counting, waiting
from sim.workshop.terminal.answer_prompt import posts_to_answer
from sim.workshop.terminal.answers_file import scripted
from sim.workshop.terminal.decision_prompt import DecisionPrompt
from sim.workshop.terminal.screen import Screen


def play(
    scenario: Scenario,
    seed: int,
    language: Language,
    seeds: int,
    script: Path | None = None,
    log: Path | None = None,
    out: Path | None = None,
    brand: Brand | None = None,
) -> Debrief:
    """Play to the debrief. An exercise that the log holds unfinished is continued."""
    events = EventLog(log, alone=log is not None)
    try:
        exercise = _unfinished(events, scenario) or _open(events, scenario, seed, language)
        screen = Screen(scenario, exercise.room.language)
        _go_back_if_stuck(exercise, screen)
        answers = None if script is None else scripted(script, scenario)
        if exercise.room.round == 0:
            screen.briefing()
        while exercise.room.round < len(exercise.windows):
            _play_round(exercise, screen, answers)
        if exercise.room.phase is not Phase.closed:  # also one stopped before it was closed
            exercise.close()
        return _debrief(exercise, screen, seeds, out, brand)
    finally:
        events.close()


def _open(events: EventLog, scenario: Scenario, seed: int, language: Language) -> RunningExercise:
    teams = [say(language, "authors.company")]
    return RunningExercise.open(events, scenario, seed, language, teams)


def _team(exercise: RunningExercise) -> str:
    """Return the only team there is."""
    return next(iter(exercise.room.teams))


def _unfinished(events: EventLog, scenario: Scenario) -> RunningExercise | None:
    """Return the last room of the log, if it was left unfinished."""
    for code in events.rooms()[-1:]:
        exercise = RunningExercise.resume(events, code)
        if exercise.room.phase is Phase.closed:
            return None
        if exercise.scenario.name != scenario.name:
            raise RefusedError(
                f"{events.place} holds an unfinished exercise of {exercise.scenario.name}; "
                "finish it, or choose another file with --log"
            )
        if not events.opening(code).is_of(scenario):
            raise RefusedError(
                f"{events.place} holds an unfinished exercise of {scenario.name} as it "
                "was before it was changed; choose another file with --log, or finish it with the "
                "file as it was"
            )
        if not exercise.room.teams:  # stopped before its team was added
            exercise.add_team(say(exercise.room.language, "authors.company"))
        return exercise
    return None


def _go_back_if_stuck(exercise: RunningExercise, screen: Screen) -> None:
    """Go back to before a round whose decisions cannot be simulated, and say so."""
    exercise.storm(_team(exercise))
    for number in exercise.stuck.values():
        exercise.rewind(number)
        screen.say("went_back", "yellow", number=number + 1)


def _play_round(
    exercise: RunningExercise, screen: Screen, answers: list[list[Response]] | None
) -> None:
    """Play one round, from its beginning to the storm's answer."""
    if exercise.room.phase is Phase.waiting:
        exercise.begin_round()
    number = exercise.room.round
    seen = view(exercise, _team(exercise))
    screen.round(seen, len(exercise.windows), posts_to_answer(seen) if answers is None else ())
    prompt = DecisionPrompt(exercise, screen)
    prompt.forecast.show_last()
    if answers is None:
        prompt.decide()
    else:
        exercise.decide(_team(exercise), answers[number])
        DecisionPrompt(exercise, screen).show_decided()
    exercise.close_round()
    screen.say("submitted", "dim")


def _debrief(
    exercise: RunningExercise, screen: Screen, seeds: int, out: Path | None, brand: Brand | None
) -> Debrief:
    """Show and save the debrief."""
    room = exercise.room
    screen.line()
    screen.say("replaying", "dim", seeds=seeds)
    with counting(say(room.language, "replaying", seeds=seeds), room.language) as progress:
        plans = plans_played(room)
        results = debrief(exercise.scenario, plans, room.seed, room.language, seeds, progress)
    results = with_ends(results, exercise.scenario, rounds_played(room))
    screen.say("hindsight_trying", "dim")
    with counting(say(room.language, "hindsight_trying"), room.language) as progress:
        results = with_hindsight(results, exercise.scenario, plans, progress)
    given = {team: dict(forecasts) for team, forecasts in room.forecasts.items()}
    if any(given.values()):
        screen.say("forecast.weighing", "dim")
        with waiting(say(room.language, "forecast.weighing"), room.language):
            results = with_forecasts(results, exercise.scenario, plans, given)
    screen.debrief(results)
    if out is not None:
        save(results, exercise.scenario.clock.start_hours, out, brand)
        screen.say("saved", folder=out)
    return results
