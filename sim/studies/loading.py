"""Study files: read and checked as a whole, every mistake shown where it stands."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.errors import ScenarioError, ShitstormError, StudyError, did_you_mean
from sim.results.former_names import MEASURES
from sim.scenario import checks, library
from sim.scenario.document import Inconsistency, Path, dotted, table
from sim.scenario.former_names import PARAMETERS, VALUES, present_name
from sim.scenario.loading import (
    Source,
    explained,
    first_of_each_place,
    load_scenario,
    read_text,
    scenario_from_document,
)
from sim.scenario.overrides import with_overrides
from sim.scenario.plain_words import in_plain_words
from sim.scenario.schema import Scenario
from sim.studies.factors import Factor
from sim.studies.registry import KINDS
from sim.studies.spec import StudySpec


@dataclass(frozen=True)
class Study:
    """A study, ready to be carried out."""

    name: str
    spec: StudySpec
    document: Mapping[str, Any]
    """The contents of the study's file as plain values."""
    text: str
    """The file as it was written."""
    scenario_document: dict[str, Any]
    """The scenario as plain values, with the plans compared and without an exercise."""
    scenario_name: str
    trials: Sequence[Any] = ()
    """Plans that a search has tried, once it has."""

    def scenario(self, changes: Mapping[str, Any] | None = None) -> Scenario:
        """Return the scenario with values replaced."""
        document, _ = with_overrides(self.scenario_document, dict(changes or {}))
        return scenario_from_document(document, self.scenario_name)


FORMER_VALUES = {**VALUES, "parameters": PARAMETERS, "measures": MEASURES, "happens": MEASURES}
"""Former names of values in study files, by the key under which they stand."""


def shipped() -> dict[str, FilePath]:
    """Return every shipped study's file by its name."""
    return library.shipped(library.STUDIES)


def load_study(
    name_or_path: str | FilePath, seeds: int | None = None, quick: bool = False
) -> Study:
    """Read a study: a shipped one by its name, or a file.

    ``seeds`` replaces the number of pairs. ``quick`` takes the ends of each factor on a few
    seeds. Raises StudyError with every problem found.
    """
    path = library.find(name_or_path, library.STUDIES)
    source = Source(str(path), read_text(path), FORMER_VALUES)
    study = _read(path, source, source.document)
    replaced = study.spec.quick() if quick else {}
    if seeds is not None:
        replaced["seeds"] = seeds
    return _read(path, source, {**source.document, **replaced}) if replaced else study


def study_from_values(name: str, values: dict[str, Any]) -> Study:
    """Build a study from the values that a file would hold. Mistakes raise ``StudyError``."""
    return _read(FilePath(name), Source(name, ""), values)


def _read(path: FilePath, source: Source, document: dict[str, Any]) -> Study:
    """Return the study, or raise all its problems together."""
    if limits := table(document, "limits"):
        present = {present_name(key, MEASURES, str(path)): limits[key] for key in limits}
        document = {**document, "limits": present}
    kind = KINDS.get(str(document.get("kind")))
    if kind is None:
        raise StudyError(source.located([_unknown_kind(document)], []))
    problems: list[Inconsistency] = []
    spec: StudySpec | None = None
    try:
        spec = kind.model_validate(document, strict=True)
    except ValidationError as wrong:
        problems = in_plain_words(wrong.errors(), document, kind)
    try:
        scenario = load_scenario(_scenario_file(path, document))
    except ShitstormError as wrong:
        if not any(problem.path[:1] == ("scenario",) for problem in problems):
            text = f"the scenario cannot be used: {wrong}"
            problems.append(Inconsistency(("scenario",), text))
        raise StudyError(source.located(problems, [])) from None
    problems += [*checks.values(document), *kind.mistakes(document, list(scenario.plans))]
    if spec is None or problems:
        raise StudyError(source.located(first_of_each_place(problems), []))
    needed = _needed_parts(scenario.document, spec, document)
    changed, problems = _with_set(needed, document)
    problems = problems or list(_unsound(changed, spec))
    if problems:
        raise StudyError(source.located(first_of_each_place(problems), []))
    spec.know(scenario)
    return Study(path.stem, spec, document, source.text, changed, scenario.name)


def _scenario_file(path: FilePath, document: Mapping[str, Any]) -> str:
    """Return the scenario's name, or its file relative to the study's."""
    named = str(document.get("scenario", ""))
    return str(path.parent / named) if named.endswith(".toml") else named


def _unknown_kind(document: Mapping[str, Any]) -> Inconsistency:
    if "kind" not in document:
        return Inconsistency(("kind",), f"is missing; write one of: {', '.join(KINDS)}")
    known = did_you_mean(str(document["kind"]), KINDS)
    return Inconsistency(("kind",), f"{json.dumps(document['kind'])} is not known; {known}")


def _needed_parts(
    scenario: Mapping[str, Any], spec: StudySpec, document: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the scenario with the plans compared, inherited or named, and without exercise."""
    plans = {**table(scenario, "plans"), **table(document, "plans")}
    wanted: list[str] = []
    values = {*texts_in(document.get("factors")), *texts_in(document.get("set"))}
    for needed in (*spec.plan_names, *(name for name in plans if name in values)):
        name = needed
        while name in plans and name not in wanted:
            wanted.append(name)
            name = str(plans[name].get("like", ""))
    kept = {name: plans[name] for name in plans if name in wanted}
    rest = {key: part for key, part in scenario.items() if key not in ("plans", "exercise")}
    return {**rest, "plans": kept}


def texts_in(value: Any) -> Iterator[str]:
    """Yield all texts within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from texts_in(inner)


def _with_set(
    scenario: dict[str, Any], document: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Inconsistency]]:
    """Return the scenario with the values of the study's ``set``, and what is wrong with them."""
    problems = []
    for key, value in table(document, "set").items():
        try:
            scenario, _ = with_overrides(scenario, {key: value})
        except ScenarioError as wrong:
            problems.append(Inconsistency(("set", key), wrong.problems[0].text))
    return scenario, problems


def _unsound(scenario: dict[str, Any], spec: StudySpec) -> Iterator[Inconsistency]:
    """Yield what is wrong with the scenario as the study changes it, and with each level."""
    if problems := _problems_of(scenario):
        for path, text in problems:
            yield Inconsistency(_place_in_study(path, spec), text)
        return
    for name, factor in spec.factors.items():
        yield from _unsound_levels(scenario, name, factor)
    for steps in spec.extremes():
        plans = {**scenario["plans"], "tried": {"summary": "tried", "steps": steps}}
        for path, text in _problems_of({**scenario, "plans": plans}):
            within = path[3:] if path[1:3] == ("tried", "steps") else ()
            yield Inconsistency(("candidates", *within), text)


def _problems_of(scenario: dict[str, Any]) -> list[Inconsistency]:
    """Return what is wrong with a scenario as a study changes it."""
    try:
        Scenario.from_document(scenario, "study")
    except ValidationError as wrong:
        return explained(wrong, scenario)
    return []


def _place_in_study(path: Path, spec: StudySpec) -> Path:
    """Return the place in the study that brought a misfit into the scenario."""
    if path[:1] == ("plans",) and len(path) > 1 and path[1] in spec.plans:
        return path
    for key in spec.set:
        if dotted(path).startswith(key) or key.startswith(dotted(path)):
            return ("set", key)
    return ("set",) if spec.set else ("scenario",)


def _unsound_levels(scenario: dict[str, Any], name: str, factor: Factor) -> Iterator[Inconsistency]:
    """Yield what is wrong with each level of a factor, alone."""
    place: Path = ("factors", name)
    if factor.distribution is not None:
        levels = [(("low",), factor.drawn(0.001)), (("high",), factor.drawn(0.999))]
        changes = [((*place, *key), factor.changes(value)) for key, value in levels]
    elif factor.values is not None:
        changes = [
            ((*place, "values", k), level.changes) for k, level in enumerate(factor.levels())
        ]
    elif factor.choices is not None:
        changes = [((*place, "choices", key), values) for key, values in factor.choices.items()]
    else:
        first, *_, last = factor.levels()
        changes = [((*place, "low"), first.changes), ((*place, "high"), last.changes)]
    for where, values in changes:
        for problem in _problems_with(scenario, values):
            unknown = "not a known key" in problem or problem.startswith("there is no")
            at_path = unknown and factor.choices is None
            yield Inconsistency((*place, "path") if at_path else where, problem)


def _problems_with(scenario: dict[str, Any], changes: Mapping[str, Any]) -> Iterator[str]:
    """Yield what makes these values impossible."""
    try:
        changed, _ = with_overrides(scenario, changes)
    except ScenarioError as wrong:
        for problem in wrong.problems:
            yield f"{problem.file.removeprefix('--set ')}: {problem.text}"
    else:
        yield from (f"{dotted(path)}: {text}" for path, text in _problems_of(changed))
