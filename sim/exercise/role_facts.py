"""What the roles of a team are told of its storm, beside what everybody sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.exercise.inbox import CAUTIOUS
from sim.exercise.post_answers import answerable, is_complaint
from sim.exercise.running import RunningExercise
from sim.exercise.words.posts import Post
from sim.results.severity import WINDOW
from sim.results.windows import per_hour
from sim.storm.ledger import PromiseEntry

MOST_COMPLAINTS, MOST_LOUD = 5, 2
"""Complaints to answer, and posts that spread most, that a role is shown."""


@dataclass(frozen=True, slots=True)
class RepairOutlook:
    """What the technicians think of the repair. Hours are since the start of the story."""

    hoped: float
    cautious: float
    before: float | None
    """What they hoped when the round before began. None in the first round."""

    @property
    def moved(self) -> float:
        """Hours by which it has moved since the round before, later ones above zero."""
        return 0.0 if self.before is None else self.hoped - self.before


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """The state of a team's storm, as its roles need it. Hours are since the start."""

    now: float
    end: float
    """End of the round that is played or comes next."""
    first: bool
    """True in the first round."""
    fixed: bool
    repair: RepairOutlook | None
    """None where nothing is being repaired."""
    rate: float
    """Critical posts per hour."""
    rate_before: float
    """The same when the round before began."""
    by_affected: float
    """Share of those affected in the critical posts since then. NaN without any."""
    loud: Sequence[Post]
    """Critical posts since then that spread most."""
    complaints: Sequence[Post]
    """Complaints without an answer that spread most."""
    waiting: int
    """All complaints without an answer that can be answered."""
    answered: int
    """Complaints answered in this round."""
    last_word: float | None
    """Hours at which the company said something last."""
    promises: Sequence[PromiseEntry]

    @property
    def due(self) -> float | None:
        """Hours of the next promised time that is open."""
        return min(
            (each.deadline for each in self.promises if each.outcome == "open"), default=None
        )

    @property
    def missed(self) -> float | None:
        """Hours of the last promised time that was missed since the company spoke."""
        late = [each.deadline for each in self.promises if each.outcome == "broken"]
        spoke = -1.0 if self.last_word is None else self.last_word
        return max((each for each in late if each >= spoke), default=None)


def role_facts(exercise: RunningExercise, team: str) -> RoleFacts:
    """Return what a team's roles are told now."""
    with exercise.lock:
        storm, room = exercise.storm(team), exercise.room
        run, seen, series = storm.run, storm.run.situation(), storm.run.series
        tick, number = run.scenario.hours_per_tick, min(room.round, len(exercise.windows) - 1)
        since = exercise.windows[number - 1].begin if number else 0.0
        first = round(since / tick)
        critical = series["critical_posts"]
        rates = per_hour(critical, WINDOW, tick) if len(critical) else [0.0]
        lately = int(critical[first:].sum())
        affected = int(series["critical_posts_affected"][first:].sum())
        posts = exercise.page(team)
        offered = answerable(posts, room.answers, team, room.round)
        own = [e for e in room.answers if (e.team, e.round) == (team, room.round)]
        done = {each.post for each in own}
        waiting = [
            post
            for post in offered.posts.values()
            if is_complaint(post) and post.number not in done
        ]
        loud = [post for post in posts if is_complaint(post) and post.hours >= since]
        spoken = [act.hours for act in run.acts if act.levers.reach > 0]
        hoped = seen.hours + seen.hours_to_fix
        cautious = seen.hours + CAUTIOUS * seen.hours_to_fix
        before = storm.estimates.get(number - 1)
        return RoleFacts(
            now=seen.hours,
            end=exercise.windows[number].end,
            first=number == 0,
            fixed=bool(seen.fixed),
            repair=RepairOutlook(hoped, cautious, before) if seen.hours_to_fix > 0 else None,
            rate=float(rates[-1]),
            rate_before=float(rates[max(0, min(first, len(rates)) - 1)]) if first else 0.0,
            by_affected=affected / lately if lately else float("nan"),
            loud=_most_spread(loud, MOST_LOUD),
            complaints=_most_spread(waiting, MOST_COMPLAINTS),
            waiting=len(waiting),
            answered=sum(each.complaint for each in own),
            last_word=max(spoken, default=None),
            promises=run.promises,
        )


def _most_spread(posts: Sequence[Post], most: int) -> list[Post]:
    """Return the posts that most people have liked or passed on, the newest of equals first."""
    return sorted(posts, key=lambda post: (-(post.likes + post.shares), -post.hours))[:most]
