"""Which parameter set each seed of an ensemble has run under, where they differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.loading import scenario_from_document
from sim.scenario.overrides import with_overrides
from sim.scenario.schema import Scenario

MODELS = "models"
"""Entry of the provenance that says under which parameter set each seed has run."""


def under(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return a scenario under a parameter set. Values that the scenario itself gives stay."""
    own = scenario.document.get("parameters", {})
    changes = {f"parameters.{name}": value for name, value in values.items() if name not in own}
    return scenario_from_document(with_overrides(scenario.document, changes)[0], scenario.name)


def models_by_seed(
    provenance: Mapping[str, Any], seeds: Sequence[int]
) -> dict[int, Mapping[str, float]]:
    """Return the parameter set of each seed, {} where all ran under the defaults.

    Raises ``ValueError`` where the provenance does not name one set for each seed.
    """
    told = provenance.get(MODELS)
    if told is None:
        return {}
    numbers, sets = told["of_seeds"], told["sets"]
    if len(numbers) != len(seeds) or any(str(number) not in sets for number in numbers):
        raise ValueError("its models and seeds do not fit the rest")
    return {seed: sets[str(number)] for seed, number in zip(seeds, numbers, strict=True)}
