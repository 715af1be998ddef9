"""What a role sees on its own page: its task in this round, and what it alone is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.exercise.inbox import to_the_half_hour
from sim.exercise.replies import MessageStanding
from sim.exercise.role_facts import RoleFacts
from sim.exercise.room import Member
from sim.exercise.words.posts import Post
from sim.language.speech import Speech
from sim.scenario.exercise import Duty, Exercise
from sim.storm.responses import Response

QUIET = 1.0
"""Critical posts per hour below which a page is quiet."""
GROWN, SHRUNK = 1.3, 0.75
"""Times the rate of the round before at which it has clearly risen or fallen."""
MOVED = 2.0
"""Hours by which an estimate has to move to be told as moved."""
SILENT = 4.0
"""Hours without a word of the company that are told as silence."""
ADMITTED = 0.5
"""Responsibility taken in words, from 0 to 1, from which it is shown to whoever counsels."""
TOLD_OF: tuple[Duty, ...] = ("writes", "watches", "estimates", "cares", "counsels")
"""Duties that whoever approves is told of, with who has them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the views of a role are made from."""

    facts: RoleFacts
    member: Member
    team: Sequence[Member]
    decided: Mapping[int, Sequence[Response]]
    """Decisions by round."""
    standings: Sequence[MessageStanding]
    script: Exercise
    speech: Speech
    round: int

    def say(self, name: str, **values: object) -> str:
        """Return a text of the duties."""
        return self.speech.say(f"duties.{name}", **values)


@dataclass(frozen=True, slots=True)
class DutyView:
    """One duty on the page of whoever has it."""

    duty: Duty
    task: str
    figures: Sequence[tuple[str, str]] = ()
    """Labels and values."""
    lines: Sequence[str] = ()
    posts: Sequence[Post] = ()
    answers: bool = False
    """True if the posts are there to be answered."""


def duty_views(sight: Sight) -> list[DutyView]:
    """Return what a member is to do and sees, one view for each duty."""
    return [VIEWS[duty](sight) for duty in sight.member.duties]


def own_task(sight: Sight) -> str:
    """Return the task that the exercise gives the role in this round, or an empty text."""
    role = sight.script.roles.get(sight.member.role)
    tasks = role.tasks if role is not None else []
    number = sight.round
    return tasks[number].in_language(sight.speech.language) if number < len(tasks) else ""


def _approves(sight: Sight) -> DutyView:
    facts, say = sight.facts, sight.say
    waiting = sum(each.state == "waiting" for each in sight.standings)
    task = say("approves_next")
    if facts.fixed:
        task = say("approves_repaired")
    elif facts.missed is not None:
        task = say("approves_missed")
    elif waiting:
        task = say("approves_replies", n=waiting)
    elif facts.first:
        task = say("approves_first")
    lines = [
        f"{sight.speech.labelled(name)} {say(f'holds_{duty}')}"
        for duty in TOLD_OF
        for name in [
            ", ".join(
                each.pseudonym
                for each in sight.team
                if duty in each.duties and each.person != sight.member.person
            )
        ]
        if name
    ]
    return DutyView("approves", task, lines=lines)


def _writes(sight: Sight) -> DutyView:
    facts, say, speech = sight.facts, sight.say, sight.speech
    silent = facts.now - facts.last_word if facts.last_word is not None else 0.0
    task = say("writes_next")
    if facts.fixed:
        task = say("writes_repaired")
    elif facts.missed is not None:
        task = say("writes_missed", missed=speech.named_moment(facts.missed))
    elif facts.due is not None and facts.due <= facts.end:
        task = say("writes_due", due=speech.named_moment(facts.due))
    elif facts.last_word is None:
        task = say("writes_first")
    elif silent >= SILENT:
        task = say("writes_silent", span=speech.span(round(silent)))
    word = say("no_word") if facts.last_word is None else speech.full_moment(facts.last_word)
    due = say("no_due") if facts.due is None else speech.named_moment(facts.due)
    return DutyView("writes", task, figures=((say("last_word"), word), (say("next_due"), due)))


def _watches(sight: Sight) -> DutyView:
    facts, say, speech = sight.facts, sight.say, sight.speech
    before, now = facts.rate_before, facts.rate
    told = {"before": speech.number(before), "now": speech.number(now)}
    if max(before, now) < QUIET:
        task = say("watches_quiet")
    elif facts.first:
        task = say("watches_first", now=told["now"])
    elif now > GROWN * before:
        task = say("watches_rising", **told)
    elif now < SHRUNK * before:
        task = say("watches_falling", **told)
    else:
        task = say("watches_steady", now=told["now"])
    figures = [(speech.say("web.fig_rate"), told["now"])]
    if not facts.first:
        figures.append((say("rate_before"), told["before"]))
    figures.append((say("by_affected"), speech.percent(facts.by_affected)))
    return DutyView("watches", task, figures=figures, posts=facts.loud)


def _estimates(sight: Sight) -> DutyView:
    facts, say, speech = sight.facts, sight.say, sight.speech
    repair = facts.repair
    if repair is None:
        return DutyView("estimates", say("estimates_repaired" if facts.fixed else "estimates_none"))
    beyond = 0.0 if facts.due is None else repair.hoped - facts.due
    task = say("estimates_steady")
    if beyond > MOVED / 2:
        task = say("estimates_beyond", span=speech.span(round(beyond)))
    elif repair.before is None:
        task = say("estimates_first")
    elif abs(repair.moved) >= MOVED:
        name = "estimates_later" if repair.moved > 0 else "estimates_sooner"
        task = say(name, span=speech.span(round(abs(repair.moved))))
    figures = [
        (say("hoped"), to_the_half_hour(repair.hoped, speech)),
        (say("cautious"), to_the_half_hour(repair.cautious, speech)),
    ]
    if repair.before is not None:
        figures.append((say("hoped_before"), to_the_half_hour(repair.before, speech)))
    return DutyView("estimates", task, figures=figures)


def _cares(sight: Sight) -> DutyView:
    facts, say, exact = sight.facts, sight.say, sight.speech.exact
    if not facts.waiting and not facts.answered:
        return DutyView("cares", say("cares_none"))
    figures = ((say("waiting"), exact(facts.waiting)), (say("answered"), exact(facts.answered)))
    task = say("cares_waiting")
    return DutyView("cares", task, figures=figures, posts=facts.complaints, answers=True)


def _counsels(sight: Sight) -> DutyView:
    facts, say, speech = sight.facts, sight.say, sight.speech
    admitted = [
        say("admitted", what=speech.say(f"responses.{each.do}.name"),
            round=number + 1, value=getattr(each, "admits", 0.0))
        for number in sorted(sight.decided)
        for each in sight.decided[number]
        if number < sight.round and each.words and getattr(each, "admits", 0.0) >= ADMITTED
    ]  # fmt: skip
    if facts.missed is not None:
        task = say("counsels_missed")
    elif facts.due is not None:
        task = say("counsels_due", due=speech.named_moment(facts.due))
    else:
        task = say("counsels_admitted" if admitted else "counsels_first")
    promised = [
        speech.say(
            f"exercise.promise_{each.outcome}",
            made=speech.full_moment(each.made),
            due=speech.named_moment(each.deadline),
        )
        for each in facts.promises
    ]
    return DutyView("counsels", task, lines=[*promised, *admitted])


def _observes(sight: Sight) -> DutyView:
    """Return the question of the observer's sheet for this round, by turns."""
    questions = sight.script.observe
    if not questions:
        return DutyView("observes", sight.say("observes_any"))
    question = questions[sight.round % len(questions)]
    return DutyView("observes", question.in_language(sight.speech.language))


VIEWS: Mapping[Duty, Callable[[Sight], DutyView]] = {
    "approves": _approves,
    "writes": _writes,
    "watches": _watches,
    "estimates": _estimates,
    "cares": _cares,
    "counsels": _counsels,
    "observes": _observes,
}
