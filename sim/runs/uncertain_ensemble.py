"""An ensemble whose runs are spread over plausible models."""

import numpy as np
from numpy.typing import NDArray

from sim.results.ensemble import Ensemble
from sim.results.models import MODELS
from sim.runs.plausible import SeedsOfModels


def with_models(ensemble: Ensemble, spread: SeedsOfModels) -> Ensemble:
    """Return an ensemble that says which model each of its seeds has run under."""
    of_seeds = [spread.model_of[seed] for seed in ensemble.seeds]
    told = {
        "rules": spread.models.mark,
        "of_seeds": of_seeds,
        "sets": {str(number): dict(spread.models.sets[number]) for number in sorted({*of_seeds})},
    }
    return Ensemble(
        ensemble.scenario, ensemble.dataset, ensemble.measures, ensemble._act_rows,
        {**ensemble.provenance, MODELS: told},
    )  # fmt: skip


def models_of(ensemble: Ensemble) -> NDArray[np.int64] | None:
    """Return the number of the model of each seed, None where all ran under the defaults."""
    told = ensemble.provenance.get(MODELS)
    return None if told is None else np.array(told["of_seeds"], np.int64)
