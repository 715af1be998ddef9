"""The view of a team: its page, how loud the storm is, its inbox, and the staff it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.exercise.inbox import Message
from sim.exercise.post_answers import AnswerCount, count_of, with_answers
from sim.exercise.running import RunningExercise
from sim.exercise.words.characters import cast
from sim.exercise.words.echo import spread
from sim.exercise.words.posts import Post, Spread
from sim.exercise.words.presumed import has_passed
from sim.language.numbers import full_moment
from sim.results.severity import WINDOW, severity
from sim.results.windows import per_hour


@dataclass(frozen=True, slots=True)
class Curves:
    """Posts per hour (over three hours) at these hours since the start of the story."""

    hours: Sequence[float]
    critical: Sequence[float]
    affected: Sequence[float]
    """Critical posts by those affected (class 1). The others are of the bandwagon (class 2)."""
    defending: Sequence[float]
    acts: Sequence[tuple[float, str]]
    """Acts of the company: hours, and the response."""

    @property
    def rate(self) -> float:
        """Critical posts per hour now."""
        return self.critical[-1] if self.critical else 0.0


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team's storm as it stands. Hours are since the start of the story."""

    team: str
    now: float
    moment: str
    """The same in the participants' language."""
    round: int
    """Number of the round that is played or comes next, from 0."""
    title: str
    until: str
    """Moment at which the round ends. Empty once all are played."""
    minutes: float
    severity: int
    curves: Curves
    critical_affected: int
    """Critical posts so far by those affected (class 1)."""
    critical_bandwagon: int
    """Critical posts so far by others (class 2)."""
    defending_posts: int
    articles: int
    posts: list[Post]
    answers: AnswerCount
    """Posts that the team has answered."""
    characters: Mapping[str, str]
    """Histories of the lasting characters, by their keys."""
    spread: Spread
    """How the matter has spread so far."""
    inbox: list[Message]
    promised: Mapping[float, float]
    """Promised times by the hours at which they were promised."""
    promises_open: int
    promises_broken: int
    staff_used: float
    staff_hours: float
    """Hours of work that the team's staff have in this round."""


def view(exercise: RunningExercise, team: str) -> TeamView:
    """Return what a team sees now."""
    with exercise.lock:
        run, room = exercise.storm(team).run, exercise.room
        seen, series, tick = run.situation(), run.series, run.scenario.hours_per_tick
        number, language = room.round, room.language
        script, windows = exercise.script, exercise.windows
        over = number >= len(windows)
        window = windows[min(number, len(windows) - 1)]
        page, own = exercise.page(team), [each for each in room.answers if each.team == team]
        hours = {each.round: exercise.hours_of_round(each.round) for each in own}
        level = severity(series, run.fans, tick) if len(series["critical_posts"]) else (0,)
        return TeamView(
            team=team,
            now=run.hours,
            moment=full_moment(seen.started + run.hours, language),
            round=number,
            title="" if over else script.rounds[number].title.in_language(language),
            until="" if over else full_moment(seen.started + window.end, language),
            minutes=0.0 if over else script.rounds[number].minutes,
            severity=int(level[-1]),
            curves=_curves(exercise, team),
            critical_affected=int(series["critical_posts_affected"].sum()),
            critical_bandwagon=int(series["critical_posts_bandwagon"].sum()),
            defending_posts=int(series["defending_posts"].sum()),
            articles=int(seen.articles),
            posts=with_answers(page, own, hours),
            answers=count_of(page, own, team, number),
            characters={
                each.key: each.about
                if has_passed(each.about, language, seen.started, run.hours)
                else ""
                for each in cast(script, language)
            },
            spread=spread(run),
            inbox=exercise.inbox(team),
            promised={each.made: each.deadline for each in run.promises},
            promises_open=int(seen.promises_open),
            promises_broken=int(seen.promises_broken),
            staff_used=run.staff_hours,
            staff_hours=exercise.scenario.company.staff * (window.end - window.begin),
        )


def _curves(exercise: RunningExercise, team: str) -> Curves:
    """Return the rates of a team's storm, and what the company did."""
    run = exercise.storm(team).run
    series, tick = run.series, run.scenario.hours_per_tick
    ticks = len(series["critical_posts"])
    critical, affected, defending = (
        per_hour(series[name], WINDOW, tick).round(2).tolist() if ticks else []
        for name in ("critical_posts", "critical_posts_affected", "defending_posts")
    )
    hours = [(t + 1) * tick for t in range(ticks)]
    acts = [(act.hours, act.do) for act in run.acts]
    return Curves(hours, critical, affected, defending, acts)
