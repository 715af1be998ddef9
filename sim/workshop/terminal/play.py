"""The exercise alone, in a terminal, over a remote line or in a pipe."""

from pathlib import Path

from sim.scenario import Scenario
from sim.scenario.exercise import Language
from sim.storm.responses import CATALOGUE
from sim.storm.times import moment, weekday_text
from sim.terminal import counting
from sim.workshop.debrief.findings import Debrief
from sim.workshop.debrief.keeping import save
from sim.workshop.debrief.replaying import debrief, ways_played
from sim.workshop.decisions import Step, checked, read
from sim.workshop.exercise import Exercise
from sim.workshop.language import moment_words, say
from sim.workshop.log import EventLog
from sim.workshop.refusals import RefusedError
from sim.workshop.room import Phase
from sim.workshop.terminal.script import scripted
from sim.workshop.terminal.showing import Screen
from sim.workshop.view import effort, view
from sim.workshop.words.reading import read_words

REPEATED = ("interim-update", "deleting")
"""Responses of which is asked whether they come again."""
WORDLESS = ("silence", "deleting")
YES = ("y", "yes", "j", "ja", "o", "oui")


def play(
    scenario: Scenario,
    seed: int,
    language: Language,
    seeds: int,
    script: Path | None = None,
    log: Path | None = None,
    out: Path | None = None,
) -> Debrief:
    """Play to the debrief; with a log, what was begun before goes on."""
    events = EventLog(log)
    try:
        exercise = _begun(events, scenario) or _new(events, scenario, seed, language)
        screen = Screen(scenario, exercise.room.language)
        answers = None if script is None else scripted(script, len(exercise.windows))
        if exercise.room.round == 0:
            screen.briefing()
        while exercise.room.phase is not Phase.closed:
            _play_round(exercise, screen, answers)
        return _look_back(exercise, screen, seeds, out)
    finally:
        events.close()


def _new(events: EventLog, scenario: Scenario, seed: int, language: Language) -> Exercise:
    """A new room with one team."""
    exercise = Exercise.open(events, scenario, seed, language)
    exercise.add_team(say(language, "kind_company"))
    return exercise


def _alone(exercise: Exercise) -> str:
    """The only team there is."""
    return next(iter(exercise.room.teams))


def _begun(events: EventLog, scenario: Scenario) -> Exercise | None:
    """The room that was left in the middle, if the last one of the log was."""
    for code in events.rooms()[-1:]:
        exercise = Exercise.resume(events, code)
        if exercise.room.phase is Phase.closed:
            return None
        if exercise.scenario.name != scenario.name:
            raise RefusedError(
                f"this log holds an unfinished exercise of {exercise.scenario.name}; "
                "finish it, or choose another file with --log"
            )
        return exercise
    return None


def _play_round(exercise: Exercise, screen: Screen, answers: list[list[Step]] | None) -> None:
    """One round, from its beginning to the storm's answer."""
    if exercise.room.phase is Phase.waiting:
        exercise.begin_round()
    number = exercise.room.round
    screen.round(view(exercise, _alone(exercise)), len(exercise.windows))
    if answers is None:
        Table(exercise, screen).decide()
    else:
        exercise.decide(_alone(exercise), answers[number])
        Table(exercise, screen).show_decided()
    exercise.close_round()
    screen.say("submitted", "dim")
    if exercise.room.round == len(exercise.windows):
        exercise.close()


def _look_back(exercise: Exercise, screen: Screen, seeds: int, out: Path | None) -> Debrief:
    """The debrief, shown and saved."""
    room = exercise.room
    with counting(say(room.language, "replaying", seeds=seeds)) as progress:
        told = debrief(
            exercise.scenario, ways_played(room), room.seed, room.language, seeds, progress
        )
    screen.debrief(told)
    if out is not None:
        save(told, exercise.scenario.clock.start_hours, out)
        screen.say("saved", folder=out)
    return told


class Table:
    """The place at which one person decides for a round."""

    def __init__(self, exercise: Exercise, screen: Screen) -> None:
        self.exercise, self.screen = exercise, screen
        self.language = exercise.room.language
        self.team = _alone(exercise)
        decided = exercise.room.teams[self.team]
        self.steps: list[Step] = list(decided.get(exercise.room.round, []))
        self.menu = [do for do in CATALOGUE if do != "silence"]

    def decide(self) -> None:
        """Ask until it is submitted; the end of the input submits as well."""
        self.show_menu()
        while True:
            self.show_decided()
            chosen = self.ask("choose")
            if not chosen:
                break
            self._choose(chosen)
        self.exercise.decide(self.team, self.steps)

    def show_menu(self) -> None:
        """Everything that can be done, numbered."""
        self.screen.line()
        for number, do in enumerate(self.menu, 1):
            self.screen.line(f"{number:3}  {say(self.language, f'do_{do}')}")

    def show_decided(self) -> None:
        """What has been decided in this round, and the staff it takes."""
        steps = self.steps
        self.screen.line()
        self.screen.say("decided" if steps else "nothing_decided", "bold")
        for number, step in enumerate(steps, 1):
            self.screen.line(f"  {number}. {self._told(step)}")
        hours = view(self.exercise, self.team).staff_hours
        self.screen.say("staff", "dim", used=effort(steps), hours=hours)

    def _told(self, step: Step) -> str:
        """A decision on one line."""
        start = self.exercise.scenario.clock.start_hours
        at = self.exercise.scenario.moment_hours(read(step).at or moment("+0h"))
        details = [moment_words(start + at, self.language)]
        details += [f"{key} {step[key]}" for key in ("deadline", "every") if key in step]
        words = f' "{step["words"]}"' if step.get("words") else ""
        return f"{say(self.language, 'do_' + step['do'])} ({', '.join(details)}){words}"

    def _choose(self, chosen: str) -> None:
        """Add a response, or take one back."""
        back = chosen.lower().startswith("r")
        number = chosen[1:].strip() if back else chosen
        most = len(self.steps) if back else len(self.menu)
        if not number.isdecimal() or not 1 <= int(number) <= most:
            self.screen.say("no_such_choice", "yellow")
        elif back:
            del self.steps[int(number) - 1]
        else:
            self._add(self.menu[int(number) - 1])

    def _add(self, do: str) -> None:
        """Ask for the parameters and the words of a response."""
        step = self._parameters(do)
        step |= {} if do in WORDLESS else self._words(do)
        if step.pop("dropped", None):
            return
        window = self.exercise.windows[self.exercise.room.round]
        try:
            self.steps = checked([*self.steps, step], window, self.exercise.scenario)
        except RefusedError as refused:
            self.screen.refused(refused)

    def _parameters(self, do: str) -> Step:
        """When, by when, how often."""
        step: Step = {"do": do}
        if do == "promise":
            step["deadline"] = self.ask("ask_deadline")
        elif do == "change-of-plan":
            step["deadline"] = self.ask("ask_new_deadline") or "open"
        elif do == "compensation":
            step["public"] = self.ask("ask_public").lower() in YES
        elif do == "supporters":
            step["covert"] = self.ask("ask_covert").lower() in YES
        step["at"] = self.ask("ask_at", example=self._example())
        if do in REPEATED:
            step["every"] = self.ask("ask_every")
        return step

    def _example(self) -> str:
        """A moment within the round, as it is written."""
        window = self.exercise.windows[self.exercise.room.round]
        middle = (window.begin + window.end) // 2
        return weekday_text(self.exercise.scenario.clock.start_hours + middle)

    def _words(self, do: str) -> Step:
        """The words, read gently before they are kept."""
        while True:
            words = self.ask("ask_words")
            remarks = read_words(words, self.language, do)
            self.screen.remarks(remarks)
            answer = self.ask("keep").lower() if remarks else ""
            if answer.startswith("d"):
                return {"dropped": True}
            if not answer.startswith("w"):
                return {"words": words}

    def ask(self, key: str, **filled: object) -> str:
        """One answer; nothing at the end of the input."""
        try:
            question = f"{say(self.language, key, **filled)}: "
            return self.screen.console.input(question, markup=False).strip()
        except EOFError:
            self.screen.line()
            return ""
