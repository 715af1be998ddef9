"""Results of a debrief as plain values, for the terminal, the page and the files."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from sim.exercise.debrief.forecast_results import TeamCalibration
from sim.language.typesetting import Language

COMPARED = ("peak", "critical_posts_total", "customers_lost")
"""Measures whose differences are shown."""
WEIGHED = (*COMPARED, "trust_left")
"""Measures whose differences a verdict weighs."""
PLAYED = (
    *COMPARED,
    "hours_above_rate",
    "promises_kept",
    "promises_broken",
    "trust_left",
    "staff_hours",
)
"""Measures of the storm as it was played."""
SILENCE = "silence"
AS_PLAYED = "played"
"""Method of a debrief that tells of the storms as played alone, and of no decision's effect."""
ROWS_TO_IMPROVE = 5
"""Rows of the table of improvements that the teams fill in."""


Coming = Literal["shares", "what_ifs", "luck", "models", "forecasts", "hindsight"]
"""Parts of a debrief that come later than its beginning."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean difference of a measure over the pairs, with its 95 % interval."""

    measure: str
    unit: str
    mean: float
    low: float
    high: float
    share_lower: float
    """Share of the pairs in which it is lower."""

    @property
    def clear(self) -> bool:
        """True if the interval leaves out zero."""
        return not self.low <= 0.0 <= self.high


@dataclass(frozen=True, slots=True)
class Together:
    """Two decisions that do more, or less, together than apart, by their places from 0."""

    first: int
    second: int
    effect: Difference


@dataclass(frozen=True, slots=True)
class Card:
    """One finding of a team's debrief in words."""

    kind: str
    """best, worst or turning."""
    title: str
    verdict: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Luck:
    """A result beside those of the same decisions on other chance: 8 runs in 10, and the middle."""

    measure: str
    played: float
    low: float
    median: float
    high: float
    worse: int
    """Runs on other chance that end worse than the one played."""
    runs: int
    """Runs on other chance."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a team could have done in a round with what it saw, beside what it did."""

    round: int
    round_title: str
    done: str
    """What the team did, in words."""
    instead: str
    """The best of the options tried, in words. Empty if that is what the team did."""
    changes: list[Difference]
    """The option minus what the team did, as in ``WEIGHED``. Empty if nothing was better."""
    better: bool
    """True if the changes beyond chance are more good than harm."""
    tried: int
    """Options tried beside what the team did."""


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What could have been done with what was to be seen at each round."""

    chosen_on: int
    """Futures on which options were chosen, each under a plausible model of its own."""
    measured_on: int
    """Other futures on which the chosen ones were measured."""
    measures: dict[str, float]
    """Ends of the storm of whoever takes the best option in each round, on the chance played."""
    steps: list[str]
    """What that was, by round, in words."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Critical posts per hour (over three hours) and severity, every so many hours."""

    name: str
    hours: list[float]
    rate: list[float]
    severity: list[int]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, its effects, and who heard it."""

    round: int
    round_title: str
    do: str
    label: str
    moment: str
    hours: float
    words: str
    effects: list[Difference] = field(default_factory=list)
    """Its fair shares of the difference between all decisions and silence, as in ``COMPARED``."""
    causes: list[Difference] = field(default_factory=list)
    """Its shares of what lies behind: trust, articles, posts by class, people let down."""
    heard: int = 0
    """People who had heard it before the company's next word, in the storm as played."""
    aware: int = 0
    """People who knew of the matter by then."""
    believed: int = 0
    """People who believed in the time that it named by then."""
    parts: list[int] = field(default_factory=list)
    """Places of its steps among all steps of the team: its own, and the one that ends it."""
    place: int = 0
    """Its place among the decisions of its round, from 0."""

    @property
    def quote(self) -> str:
        """What a note on it quotes."""
        return f"{self.label}. {self.words}"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Another plan in the same storm, and its differences from the one played."""

    plan: str
    label: str
    summary: str
    about: str
    """What the plan does, in a line."""
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class AgainstPlan:
    """In how many plausible models a team's decisions led to fewer critical posts than a plan."""

    plan: str
    label: str
    better: int
    models: int
    low: float
    """95 % interval of the share of models, due to their number."""
    high: float


@dataclass(frozen=True, slots=True)
class OverModels:
    """A team's decisions over plausible models: how sure it is, and how bad it may become."""

    models: int
    runs: int
    ignorance: float | None
    """Share of the variance of critical posts (their logarithm) that is ignorance, if it shows.

    The rest is luck.
    """
    low: float | None
    """95 % interval of that share."""
    high: float | None
    worst: float
    """Critical posts in the worst 5 % of the runs, on average."""
    older: bool
    """True if the models were found under earlier rules."""
    against: list[AgainstPlan]


@dataclass(frozen=True, slots=True)
class EndedEarly:
    """Where play ended before the last round. What follows is worked out as silence."""

    rounds: int
    """Rounds that were played."""
    hours: float
    """Hours since the start at which the last of them ended, or the first one would begin."""


@dataclass(frozen=True, slots=True)
class TeamDebrief:
    """A team's decisions and their results."""

    team: str
    curve: Curve
    measures: dict[str, float]
    promises: list[str]
    decisions: list[Decision]
    what_ifs: list[WhatIf] = field(default_factory=list)
    whole: list[Difference] = field(default_factory=list)
    """All decisions minus silence. The decisions' shares add up to it."""
    together: list[Together] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    luck: list[Luck] = field(default_factory=list)
    alternatives: list[Alternative] = field(default_factory=list)
    """By round, once they have been tried."""
    calibration: TeamCalibration | None = None
    """How its forecasts fared. None if it has given none, and in a first debrief."""
    over_models: OverModels | None = None
    """None in a first debrief, which has no time for it."""
    ended_early: EndedEarly | None = None
    """None if all rounds were played."""


@dataclass(frozen=True, slots=True)
class Debrief:
    """All results of a debrief."""

    scenario: str
    title: str
    language: Language
    seed: int
    seeds: int
    method: str
    """How shares are found: from all orders of the decisions (exact), drawn ones, or as made.

    ``AS_PLAYED`` has none yet.
    """
    teams: list[TeamDebrief]
    what_if_curves: list[Curve]
    """Curves of the what-ifs on the seed that was played."""
    goals: list[str]
    questions: list[str]
    improvements: list[str]
    """Headings of the table that the teams fill in."""
    caveat: str
    hindsight: Hindsight | None = None
    """None until it is there."""
    serves: str = "customers"
    """Whom the company serves, as texts call them."""
    coming: list[Coming] = field(default_factory=list)
    """Parts that are still being worked out."""

    def values(self) -> dict[str, Any]:
        """Return the same as plain values, for JSON."""
        return asdict(self)
