"""What a team sees: its page, how loud it is, its inbox, and the staff it has."""

from dataclasses import dataclass

from sim.exercise.decisions import Step, read
from sim.exercise.inbox import Message
from sim.exercise.running import Exercise
from sim.exercise.words.feed import Post
from sim.results.severity import severity
from sim.results.windows import per_hour
from sim.storm.responses import Response
from sim.workshop.language import moment_words

WINDOW = 3.0
"""Hours of the moving window of rates, as in the measures."""


@dataclass(frozen=True, slots=True)
class View:
    """A team's storm as it stands; hours are since the start of the story."""

    team: str
    now: float
    moment: str
    """The same in the participants' language."""
    round: int
    """Number of the round that is played or comes next, from 0."""
    title: str
    until: str
    """When the round ends; empty once all are played."""
    minutes: float
    severity: int
    hours: list[float]
    critical: list[float]
    """Critical posts per hour over the last three hours, at each of these hours."""
    defending: list[float]
    critical_affected: int
    """Critical posts so far by those affected (class 1)."""
    critical_bandwagon: int
    """… by others (class 2)."""
    defending_posts: int
    articles: int
    posts: list[Post]
    inbox: list[Message]
    promises_open: int
    promises_broken: int
    staff_used: float
    staff_hours: float
    """Hours of work that the team's staff have in this round."""
    decided: list[Step]
    submitted: int


def view(exercise: Exercise, team: str) -> View:
    """What a team sees now."""
    with exercise.lock:
        run, room = exercise.storm(team).run, exercise.room
        seen, series, tick = run.situation(), run.series, run.scenario.hours_per_tick
        number, language = room.round, room.language
        script, windows = exercise.script, exercise.windows
        over = number >= len(windows)
        lived = len(series["critical_posts"])
        rates = {
            name: per_hour(series[name], WINDOW, tick).round(2).tolist() if lived else []
            for name in ("critical_posts", "defending_posts")
        }
        window = windows[min(number, len(windows) - 1)]
        return View(
            team=team,
            now=run.hours,
            moment=moment_words(seen.started + run.hours, language),
            round=number,
            title="" if over else script.rounds[number].title.told(language),
            until="" if over else moment_words(seen.started + window.end, language),
            minutes=0.0 if over else script.rounds[number].minutes,
            severity=int(severity(series, run.fans, tick)[-1]) if lived else 0,
            hours=[(t + 1) * tick for t in range(lived)],
            critical=rates["critical_posts"],
            defending=rates["defending_posts"],
            critical_affected=int(series["critical_posts_affected"].sum()),
            critical_bandwagon=int(series["critical_posts_bandwagon"].sum()),
            defending_posts=int(series["defending_posts"].sum()),
            articles=int(seen.articles),
            posts=exercise.posts(team),
            inbox=exercise.inbox(team),
            promises_open=int(seen.promises_open),
            promises_broken=int(seen.promises_broken),
            staff_used=run.staff_hours,
            staff_hours=exercise.scenario.company.staff * (window.end - window.begin),
            decided=list(room.teams[team].get(number, [])),
            submitted=room.submitted.get(team, 0),
        )


def effort(steps: list[Step]) -> float:
    """Hours of staff work that decisions take to prepare, each counted once."""
    responses: list[Response] = [read(step) for step in steps]
    return sum(response.staff_hours for response in responses)
