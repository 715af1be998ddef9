"""An ensemble whose runs are spread over plausible models."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.results.ensemble import Ensemble
from sim.runs.plausible import SeedsOfModels
from sim.scenario.loading import scenario_from_document
from sim.scenario.overrides import with_overrides
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.results.record import Record

MODELS = "models"
"""Entry of the provenance that says under which parameter set each seed has run."""


class UncertainEnsemble(Ensemble):
    """Runs of which every seed has a plausible model of its own or shares it with a few."""

    def record(self, plan: str, seed: int) -> "Record":
        """Simulate one run again in full, under the model of its seed."""
        import sim  # noqa: PLC0415 (the face stands above the runs)

        told = self.provenance[MODELS]
        number = dict(zip(self.seeds, told["of_seeds"], strict=True)).get(seed)
        if number is None:
            return super().record(plan, seed)
        story = under(self.scenario, told["sets"][str(number)])
        return sim.simulate(story, plan=plan, seed=seed, engine=self.provenance["engine"])


def under(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return a scenario under a parameter set. Values that the scenario itself gives stay."""
    own = scenario.document.get("parameters", {})
    changes = {f"parameters.{name}": value for name, value in values.items() if name not in own}
    return scenario_from_document(with_overrides(scenario.document, changes)[0], scenario.name)


def with_models(ensemble: Ensemble, spread: SeedsOfModels) -> UncertainEnsemble:
    """Return an ensemble that says which model each of its seeds has run under."""
    of_seeds = [spread.model_of[seed] for seed in ensemble.seeds]
    told: dict[str, Any] = {
        "rules": spread.models.mark,
        "of_seeds": of_seeds,
        "sets": {str(number): dict(spread.models.sets[number]) for number in sorted({*of_seeds})},
    }
    return UncertainEnsemble(
        ensemble.scenario, ensemble.dataset, ensemble.measures, ensemble._act_rows,
        {**ensemble.provenance, MODELS: told},
    )  # fmt: skip


def models_of(ensemble: Ensemble) -> NDArray[np.int64] | None:
    """Return the number of the model of each seed, None where all ran under the defaults."""
    told = ensemble.provenance.get(MODELS)
    return None if told is None else np.array(told["of_seeds"], np.int64)
