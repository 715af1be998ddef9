"""Study files: read and checked as a whole, every mistake shown where it stands."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError, ShitstormError, StudyError, did_you_mean
from sim.scenario import library
from sim.scenario.document import Inconsistency, Path, dotted, table
from sim.scenario.loading import (
    Source,
    explained,
    load_scenario,
    read_text,
    scenario_from_document,
)
from sim.scenario.overrides import with_overrides
from sim.scenario.plain_words import in_plain_words
from sim.scenario.schema import Scenario
from sim.studies.asked import Asked
from sim.studies.factors import Factor
from sim.studies.kinds import KINDS


@dataclass(frozen=True)
class Study:
    """A study, ready to be carried out."""

    name: str
    asked: Asked
    said: Mapping[str, Any]
    """What the file says, as plain values."""
    text: str
    """The file as it was written."""
    document: dict[str, Any]
    """The scenario as plain values, with the plans compared and without an exercise."""
    scenario_name: str
    searched: Sequence[Any] = ()
    """What a search has tried, once it has."""

    def story(self, changes: Mapping[str, Any] | None = None) -> Scenario:
        """The scenario with values replaced."""
        document, _ = with_overrides(self.document, dict(changes or {}))
        return scenario_from_document(document, self.scenario_name)


def shipped() -> dict[str, FilePath]:
    """Every shipped study's file by its name."""
    return library.shipped(library.STUDIES)


def load_study(
    name_or_path: str | FilePath, seeds: int | None = None, quick: bool = False
) -> Study:
    """Read a study: a shipped one by its name, or a file.

    ``seeds`` replaces the number of pairs; ``quick`` tries the ends of each factor on a few
    seeds. Raises StudyError with every problem found.
    """
    path = library.find(name_or_path, library.STUDIES)
    source = Source(str(path), read_text(path))
    study = _read(path, source, source.document)
    replaced = study.asked.quick() if quick else {}
    if seeds is not None:
        replaced["seeds"] = seeds
    return _read(path, source, {**source.document, **replaced}) if replaced else study


def _read(path: FilePath, source: Source, said: dict[str, Any]) -> Study:
    """The study, or all its problems."""
    kind = KINDS.get(str(said.get("kind")))
    if kind is None:
        raise StudyError(source.located([_no_kind(said)], []))
    found: list[Inconsistency] = []
    asked: Asked | None = None
    try:
        asked = kind.model_validate(said, strict=True)
    except ValidationError as wrong:
        found = in_plain_words(wrong.errors(), said, kind)
    try:
        scenario = load_scenario(_scenario_file(path, said))
    except ShitstormError as wrong:
        problem = f"the scenario cannot be used: {wrong}"
        found += [] if _is_told(found, "scenario") else [Inconsistency(("scenario",), problem)]
        raise StudyError(source.located(found, [])) from None
    found += list(kind.mistakes(said, list(scenario.plans)))
    if asked is None or found:
        raise StudyError(source.located(_first(found), []))
    document = _document(scenario.document, asked, said)
    document, found = _with_set(document, said)
    found = found or list(_unsound(document, asked))
    if found:
        raise StudyError(source.located(_first(found), []))
    return Study(path.stem, asked, said, source.text, document, scenario.name)


def _scenario_file(path: FilePath, said: Mapping[str, Any]) -> str:
    """The scenario's name, or its file as seen from the study's."""
    named = str(said.get("scenario", ""))
    return str(path.parent / named) if named.endswith(".toml") else named


def _no_kind(said: Mapping[str, Any]) -> Inconsistency:
    if "kind" not in said:
        return Inconsistency(("kind",), f"is missing; write one of: {', '.join(KINDS)}")
    known = did_you_mean(str(said["kind"]), KINDS)
    return Inconsistency(("kind",), f"{json.dumps(said['kind'])} is not known; {known}")


def _is_told(found: list[Inconsistency], key: str) -> bool:
    return any(problem.path[:1] == (key,) for problem in found)


def _first(found: list[Inconsistency]) -> list[Inconsistency]:
    """The first problem of each place."""
    first: dict[Path, Inconsistency] = {}
    for problem in found:
        first.setdefault(problem.path, problem)
    return list(first.values())


def _document(scenario: Mapping[str, Any], asked: Asked, said: Mapping[str, Any]) -> dict[str, Any]:
    """The scenario with the plans that the study needs, and no exercise, which names others.

    These are the plans compared, those that they are like, and those named by a value.
    """
    every = {**table(scenario, "plans"), **table(said, "plans")}
    wanted: list[str] = []
    values = {*texts_in(said.get("factors")), *texts_in(said.get("set"))}
    for needed in (*asked.compared, *(name for name in every if name in values)):
        name = needed
        while name in every and name not in wanted:
            wanted.append(name)
            name = str(every[name].get("like", ""))
    kept = {name: every[name] for name in every if name in wanted}
    rest = {key: part for key, part in scenario.items() if key not in ("plans", "exercise")}
    return {**rest, "plans": kept}


def texts_in(said: Any) -> Iterator[str]:
    """All texts within a value."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping | list):
        for inner in said.values() if isinstance(said, Mapping) else said:
            yield from texts_in(inner)


def _with_set(
    document: dict[str, Any], said: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Inconsistency]]:
    """The document with the values replaced that the study replaces throughout."""
    found = []
    for key, value in table(said, "set").items():
        try:
            document, _ = with_overrides(document, {key: value})
        except ScenarioError as wrong:
            found.append(Inconsistency(("set", key), wrong.problems[0].text))
    return document, found


def _unsound(document: dict[str, Any], asked: Asked) -> Iterator[Inconsistency]:
    """What is wrong with the scenario as the study changes it, and with each level."""
    try:
        Scenario.from_document(document, "study")
    except ValidationError as wrong:
        for path, text in explained(wrong, document):
            yield Inconsistency(_place_in_study(path, asked), text)
        return
    for name, factor in asked.factors.items():
        yield from _unsound_levels(document, name, factor)
    for steps in asked.extremes():
        tried = {"summary": "tried", "steps": steps}
        yield from _unsound_steps({**document, "plans": {**document["plans"], "tried": tried}})


def _unsound_steps(document: dict[str, Any]) -> Iterator[Inconsistency]:
    """What is wrong with a plan of a search's steps, each with the place of its candidate."""
    try:
        Scenario.from_document(document, "study")
    except ValidationError as wrong:
        for path, text in explained(wrong, document):
            within = path[3:] if path[1:3] == ("tried", "steps") else ()
            yield Inconsistency(("candidates", *within), text)


def _place_in_study(path: Path, asked: Asked) -> Path:
    """Where in the study something was said that does not fit the scenario."""
    if path[:1] == ("plans",) and len(path) > 1 and path[1] in asked.plans:
        return path
    for key in asked.set:
        if dotted(path).startswith(key) or key.startswith(dotted(path)):
            return ("set", key)
    return ("set",) if asked.set else ("scenario",)


def _unsound_levels(document: dict[str, Any], name: str, factor: Factor) -> Iterator[Inconsistency]:
    """What is wrong with each level of a factor, alone."""
    place: Path = ("factors", name)
    if factor.distribution is not None:
        tried = [((*place, key), factor.changes(factor.drawn(at))) for key, at in ENDS.items()]
    elif factor.values is not None:
        tried = [((*place, "values", k), one.changes) for k, one in enumerate(factor.levels())]
    elif factor.choices is not None:
        tried = [((*place, "choices", key), said) for key, said in factor.choices.items()]
    else:
        ends = factor.levels()[0].changes, factor.levels()[-1].changes
        tried = [((*place, key), one) for key, one in zip(("low", "high"), ends, strict=True)]
    for where, changes in tried:
        for problem in _problems_with(document, changes):
            unknown = "not a known key" in problem or problem.startswith("there is no")
            at_path = unknown and factor.choices is None
            yield Inconsistency((*place, "path") if at_path else where, problem)


ENDS = {"low": 0.001, "high": 0.999}
"""Shares of a distribution at which its values are tried."""


def _problems_with(document: dict[str, Any], changes: Mapping[str, Any]) -> Iterator[str]:
    """What makes these values impossible."""
    try:
        changed, _ = with_overrides(document, changes)
        Scenario.from_document(changed, "study")
    except ScenarioError as wrong:
        for told in wrong.problems:
            yield _plain(told)
    except ValidationError as wrong:
        for path, text in explained(wrong, changed):
            yield f"{dotted(path)}: {text}"


def _plain(problem: Problem) -> str:
    return f"{problem.file.removeprefix('--set ')}: {problem.text}"
