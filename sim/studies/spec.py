"""Parts that every study file has: its question, its scenario, the plans and what is varied.

A kind of study is one class with this as its base: its own settings, what it tries and
what it finds. ``sim.studies.registry`` lists them all.
"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field, PrivateAttr

from sim.errors import did_you_mean
from sim.language.spoken import language
from sim.results.measures import MEASURES
from sim.scenario.document import Document, Inconsistency, table, text
from sim.scenario.schema import Plan, Scenario
from sim.scenario.section import Name, Section, Text
from sim.scenario.translated import Translated, told
from sim.studies.factors import Factor, mistakes
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.settings import Grid, Settings

LARGEST_NUMBER = 100_000
"""Seeds at most."""
Measures = Annotated[list[str], Field(min_length=1, max_length=len(MEASURES))]


class StudySpec(Section):
    """A study as its file describes it."""

    fewest_plans: ClassVar[int] = 1
    most_plans: ClassVar[int] = 40
    factors_wanted: ClassVar[tuple[int, int]] = (0, 2)
    """The fewest and the most factors that the kind takes."""
    uncertain: ClassVar[bool] = False
    """True if its factors are distributions. Otherwise they have levels."""

    kind: str = Field(description="The kind of study.")
    title: Text | Translated = Field(description="The title, as shown in lists.")
    question: Text | Translated = Field(description="What is asked, in a sentence.")
    scenario: Text = Field(description="A shipped scenario's name, or a file.")
    set: dict[str, Any] = Field(
        default={}, description='Values replaced throughout: { "incident.affected" = 0.1 }.'
    )
    compare: list[Name] | None = Field(
        None, description="Plans compared: of the scenario, or of the study itself."
    )
    plans: dict[Name, Plan] = Field(
        default={}, description="Plans of the study's own, as in a scenario."
    )
    baseline: Name | None = Field(
        None, description="The plan against which the others are held; else the first."
    )
    measures: Measures = Field(
        default=["critical_posts_total", "peak", "customers_lost"],
        description="Measures compared; the first decides.",
    )
    seeds: int = Field(
        50, ge=2, le=LARGEST_NUMBER, description="Pairs of runs per setting: seeds 0, 1, 2 ..."
    )
    factors: dict[Name, Factor] = Field(default={}, description="What is varied, by name.")
    labels: dict[Name, Text | Translated] = Field(
        default={}, description="What plans are called on charts."
    )

    _story: Scenario | None = PrivateAttr(None)

    @property
    def heading(self) -> str:
        """The title in the language that is spoken now."""
        return told(self.title, language())

    @property
    def asked(self) -> str:
        """The question in the language that is spoken now."""
        return told(self.question, language())

    @property
    def main_measure(self) -> str:
        """The measure that decides."""
        return self.measures[0]

    @property
    def plan_names(self) -> list[str]:
        """The names of the plans compared."""
        return list(self.compare) if self.compare is not None else list(self.plans)

    @property
    def baseline_plan(self) -> str:
        """The plan against which the others are held."""
        return self.baseline or self.plan_names[0]

    def label_of(self, plan: str) -> str:
        """Return what a plan is called in headlines and on charts: its label, title or name.

        What is written in the language spoken goes before what is there in English only.
        """
        known = self.plans.get(plan) or (self._story.plans.get(plan) if self._story else None)
        names = [self.labels.get(plan), known.title if known is not None else None]
        spoken = (name for name in names if isinstance(name, Translated) and name.has(language()))
        name = next(spoken, None) or names[0] or names[1]
        return told(name, language()) if name else plan.replace("-", " ")

    def know(self, story: Scenario) -> None:
        """Take note of the whole scenario, whose titles are shown."""
        self._story = story

    def story_of(self, runs: StudyRuns) -> Scenario:
        """Return the whole scenario, with the titles of its exercise, or else that of the runs."""
        return self._story or runs.scenario

    @property
    def pairs(self) -> int:
        """Pairs of runs per setting."""
        return self.seeds

    def settings(self) -> Settings:
        """Return the settings that are run."""
        return Grid(self.factors)

    def extremes(self) -> list[list[dict[str, Any]]]:
        """Return the plans that the study may come to try, at both ends of what it leaves open."""
        return []

    @abstractmethod
    def conclude(self, runs: StudyRuns) -> StudyFinding:
        """Draw the finding from the runs."""

    def quick(self) -> dict[str, Any]:
        """Return values that make the study quick: few seeds, and only the outer levels."""
        ends = {
            name: factor.model_dump(exclude_none=True, exclude_defaults=True) | ends_of(factor)
            for name, factor in self.factors.items()
        }
        return {"seeds": min(self.seeds, 3), **({"factors": ends} if ends else {})}

    @classmethod
    def mistakes(cls, document: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Yield what does not fit together in a file. ``plans`` are those of the scenario."""
        yield from _plans(document, plans)
        yield from _compared(cls, document, plans)
        yield from _measures(document)
        yield from _factors(cls, document)


def ends_of(factor: Factor) -> dict[str, Any]:
    """Return the outer levels of a factor, as its file would give them."""
    if factor.values is not None:
        return {"values": [factor.values[0], factor.values[-1]]}
    if factor.choices is not None:
        names = (next(iter(factor.choices)), list(factor.choices)[-1])
        labels = {name: factor.labels[name] for name in names if name in factor.labels}
        choices = {name: factor.choices[name] for name in names}
        return {"choices": choices, **({"labels": labels} if labels else {})}
    return {"steps": 2} if factor.steps is not None else {}


def _plans(document: Document, known: list[str]) -> Iterator[Inconsistency]:
    """Yield plans of the study that are named like a plan of the scenario."""
    for name in table(document, "plans"):
        if name in known:
            problem = "is a plan of the scenario already; give this one another name"
            yield Inconsistency(("plans", name), problem)


def _compared(
    kind: type[StudySpec], document: Document, known: list[str]
) -> Iterator[Inconsistency]:
    """Yield plans that do not exist or stand twice, and a wrong number of them."""
    own = list(table(document, "plans"))
    named = document.get("compare", own)
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        return
    for place, name in enumerate(named):
        if name not in (*own, *known):
            problem = f"there is no plan {name!r}; {did_you_mean(name, [*own, *known])}"
            yield Inconsistency(("compare", place), problem)
        elif name in named[:place]:
            yield Inconsistency(("compare", place), "is there twice; leave one out")
    if not kind.fewest_plans <= len(named) <= kind.most_plans:
        wanted = f"at least {kind.fewest_plans}"
        if kind.fewest_plans == kind.most_plans:
            wanted = f"exactly {kind.most_plans}"
        yield Inconsistency(("compare",), f"has to name {wanted} of: {', '.join([*own, *known])}")
    baseline = text(document.get("baseline"))
    if baseline is not None and baseline not in named:
        problem = f"is not compared: {did_you_mean(baseline, named)}"
        yield Inconsistency(("baseline",), problem)


def _measures(document: Document) -> Iterator[Inconsistency]:
    named = document.get("measures", [])
    for place, name in enumerate(named if isinstance(named, list) else []):
        if isinstance(name, str) and name not in MEASURES:
            problem = f"there is no measure {name!r}; {did_you_mean(name, MEASURES)}"
            yield Inconsistency(("measures", place), problem)


def _factors(kind: type[StudySpec], document: Document) -> Iterator[Inconsistency]:
    """Yield factors that are incomplete or of the wrong sort, and a wrong number of them."""
    named = table(document, "factors")
    for name in named:
        if not isinstance(named[name], dict):
            continue
        yield from mistakes(name, named[name])
        if kind.uncertain != ("distribution" in named[name]):
            problem = "needs a distribution" if kind.uncertain else "needs levels"
            reason = f"{problem}: a study of the kind {document.get('kind')} " + (
                "draws its factors" if kind.uncertain else "tries every level"
            )
            yield Inconsistency(("factors", name), reason)
    fewest, most = kind.factors_wanted
    if not fewest <= len(named) <= most:
        wanted = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        problem = f"are {len(named)}; this kind of study needs {wanted}"
        yield Inconsistency(("factors",), problem)
