"""Prompts in the terminal by which one person decides for a round."""

import re
import sys
from itertools import zip_longest
from typing import Any

from sim.exercise.decisions import (
    READING,
    Step,
    document,
    parse_decisions,
    parse_response,
    preparation_hours,
)
from sim.exercise.duties import duties_in
from sim.exercise.refusals import RefusedError
from sim.exercise.running import RunningExercise
from sim.exercise.team_view import view
from sim.exercise.words.reading import Now, Remark, remarks_on
from sim.exercise.words.word_levers import (
    correct,
    levers_of,
    other_time,
    read_into,
    told_reading,
)
from sim.storm.responses import CATALOGUE, Response
from sim.storm.times import MomentOfStorm
from sim.workshop.terminal.answer_prompt import AnswerPrompt
from sim.workshop.terminal.forecast_prompt import ForecastPrompt
from sim.workshop.terminal.screen import Screen
from sim.workshop.terminal.typed_times import moment_typed, span_typed

CORRECTION = re.compile(r"^c\s*(\d+)\s+(\w{3,})\s+(\d(?:[.,]\d+)?)$", re.IGNORECASE)
"""Such as "c2 admits 0.5"."""
YES = ("y", "yes", "j", "ja", "o", "oui")


def person_of(exercise: RunningExercise, team: str) -> str:
    """Return the key of whoever plays, who joins their team if they are not in it yet."""
    there = [member for member in exercise.room.members_of(team) if not member.observes]
    if there:
        return there[0].person
    script = exercise.script
    role = next((name for name in script.roles if "observes" not in duties_in(script, name)), None)
    if role is None:
        raise RefusedError("the exercise has no role but that of observers; add one to its file")
    return exercise.join(team, team, role).person


class DecisionPrompt:
    """Asks one person for the decisions of a round."""

    def __init__(self, exercise: RunningExercise, screen: Screen) -> None:
        self.exercise, self.screen = exercise, screen
        self.speech = screen.speech
        self.team = next(iter(exercise.room.teams))
        person = person_of(exercise, self.team)
        self.forecast = ForecastPrompt(exercise, screen, self.team, person, self.ask)
        self.answers = AnswerPrompt(exercise, screen, self.team, person, self.ask)
        decided = exercise.room.teams[self.team]
        self.decided: list[Response] = list(decided.get(exercise.room.round, []))
        self.readings: list[dict[str, Any] | None] = [None] * len(self.decided)
        """How the words of each decision were read."""
        self.menu = [do for do in CATALOGUE if do != "silence"]

    def decide(self) -> None:
        """Ask until it is submitted. The end of the input submits as well.

        Whoever sits at a terminal is then asked how sure they are, unless they have said so.
        """
        self.show_menu()
        self.screen.line()
        self.answers.invite()
        self.screen.say("forecast.typed", "dim")
        while True:
            self.show_decided()
            chosen = self.ask("choose")
            if chosen:
                self._choose(chosen)
            elif self._sure():
                break
        self.exercise.decide(self.team, self.decided, read=self.readings)
        if sys.stdin.isatty() and self.forecast.given is None:
            self.forecast.ask_for_it()

    def _sure(self) -> bool:
        """Ask whether to submit. Answers from a pipe are always submitted."""
        if not sys.stdin.isatty():
            return True
        return not self.ask("sure" if self.decided else "sure_of_silence").lower().startswith("n")

    def show_menu(self) -> None:
        """Show all responses, numbered, in two columns."""
        names = [self.speech.say(f"responses.{do}.name") for do in self.menu]
        entries = [f"{k:3}  {name}" for k, name in enumerate(names, 1)]
        half = -(-len(entries) // 2)
        self.screen.line()
        for left, right in zip_longest(entries[:half], entries[half:], fillvalue=""):
            self.screen.line(f"{left:48}{right}".rstrip())

    def show_decided(self) -> None:
        """Show what has been decided in this round, and the staff it takes."""
        self.screen.line()
        self.screen.say("decided" if self.decided else "nothing_decided", "bold")
        for place, response in enumerate(self.decided, 1):
            self.screen.line(f"  {place}. {self._told(response)}")
        hours = view(self.exercise, self.team).staff_hours
        used = preparation_hours(response.do for response in self.decided)
        self.screen.say("staff", "dim", used=used, hours=hours)
        self.answers.show_count()
        self.forecast.show_given()

    def _told(self, response: Response) -> str:
        """Return a decision on one line."""
        details = [self._moment(response.at)] if response.at is not None else []
        deadline = getattr(response, "deadline", None)
        if isinstance(deadline, MomentOfStorm):
            details.append(self.speech.say("told_deadline", time=self._moment(deadline)))
        if response.every is not None:
            details.append(self.speech.say("told_every", every=float(response.every)))
        words = f" {self.speech.quoted(response.words)}" if response.words else ""
        name = self.speech.say(f"responses.{response.do}.name")
        return f"{name} ({'; '.join(details)}){words}"

    def _moment(self, moment: MomentOfStorm) -> str:
        return self.speech.full_moment(self.exercise.scenario.moment_hours(moment))

    def _choose(self, chosen: str) -> None:
        """Add a response, take one back, correct how its words were read, answer a post, or say
        how sure one is.
        """
        if self.answers.take(chosen) or self.forecast.take(chosen):
            return
        if correction := CORRECTION.match(chosen):
            self._correct(int(correction[1]), correction[2].lower(), correction[3])
            return
        back = chosen.lower().startswith("r")
        number = chosen[1:].strip() if back else chosen
        most = len(self.decided) if back else len(self.menu)
        if not number.isdecimal() or not 1 <= int(number) <= most:
            self.screen.say("no_such_choice", "yellow")
        elif back:
            del self.decided[int(number) - 1]
            del self.readings[int(number) - 1]
        else:
            self._add(self.menu[int(number) - 1])

    def _add(self, do: str) -> None:
        """Ask for the parameters of a response and, if they fit, for its words."""
        step = self._parameters(do)
        if not self._keep(step) or not CATALOGUE[do].needs_words:
            return
        words = self._words(step)
        self.decided.pop()
        self.readings.pop()
        if words is not None:
            self._keep(words)

    def _keep(self, step: Step) -> bool:
        """Add a decision to those of the round. Return whether it can be made."""
        window = self.exercise.windows[self.exercise.room.round]
        try:
            self.decided = parse_decisions([*self.decided, step], window, self.exercise.scenario)
        except RefusedError as refused:
            self.screen.refused(refused)
            return False
        self.readings.append(step.get(READING))
        return True

    def _correct(self, place: int, what: str, typed: str) -> None:
        """Set a lever of a decision against the reading of its words."""
        value = float(typed.replace(",", "."))
        if not 1 <= place <= len(self.decided) or value > 1:
            self.screen.say("no_such_choice", "yellow")
            return
        response = self.decided[place - 1]
        names = [
            name
            for name in levers_of(response.do)
            if what == name or what in self.speech.say(f"field_{name}").lower()
        ]
        if not names:
            self.screen.say("no_such_choice", "yellow")
            return
        step = document(response) | {READING: self.readings[place - 1]}
        correct(step, names[0], value)
        self.readings[place - 1] = step.pop(READING)
        self.decided[place - 1] = parse_response(step)

    def _parameters(self, do: str) -> Step:
        """Ask for the fields of a response."""
        step: Step = {"do": do}
        if do == "promise":
            step["deadline"] = self._ask_moment("ask_deadline", ahead=24.0)
        elif do == "change-of-plan":
            step["deadline"] = self._ask_moment("ask_new_deadline", ahead=24.0) or "open"
        elif do == "compensation":
            step["public"] = self.ask("ask_public").lower() in YES
        elif do == "supporters":
            step["covert"] = self.ask("ask_covert").lower() in YES
        step["at"] = self._ask_moment("ask_at")
        if CATALOGUE[do].repeats == "usual":
            step["every"] = span_typed(self.ask("ask_every"))
        return step

    def _ask_moment(self, key: str, ahead: float | None = None) -> str:
        """Ask for a moment, with an example in the round or so many hours after it began."""
        window = self.exercise.windows[self.exercise.room.round]
        shown = round((window.end - window.begin) / 2) if ahead is None else ahead
        typed = self.ask(key, example=self.speech.moment(window.begin + shown))
        return moment_typed(typed, self.speech.language, self.speech.started, window.begin)

    def _words(self, step: Step) -> Step | None:
        """Ask for the words, say how they are read, and advise on them. None if it is dropped."""
        while True:
            worded = step | {"words": self.ask("ask_words")}
            remarks = self._remarks(worded)
            self.screen.remarks(remarks)
            answer = self.ask("keep").lower() if remarks else ""
            if answer.startswith("d"):
                return None
            if not answer.startswith("w"):
                return worded

    def _remarks(self, step: Step) -> list[Remark]:
        """Read the words into the levers, show that, and return the advice on them."""
        window = self.exercise.windows[self.exercise.room.round]
        now = Now(self.speech.started, window.begin)
        reading = read_into(step, self.speech.language, now)
        if reading is None:
            return []
        place = len(self.decided)
        hint = self.speech.say("read_correct_typed", place=place) if levers_of(step["do"]) else ""
        self.screen.read(told_reading(reading, step, self.speech), hint)
        return remarks_on(reading, step["do"]) + other_time(step, reading, now, self.speech)

    def ask(self, key: str, **filled: object) -> str:
        """Return one answer, "" at the end of the input. Answers from a pipe are shown as well."""
        console = self.screen.console
        try:
            question = self.speech.labelled(self.speech.say(key, **filled))
            answer = console.input(f"{question} ", markup=False).strip()
        except EOFError:
            answer = ""
        if not sys.stdin.isatty():
            self.screen.line(answer)
        return answer
