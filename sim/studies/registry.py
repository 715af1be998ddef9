"""The kinds of study, by the name that a file gives them."""

from typing import get_args

from sim.studies.break_even import BreakEven
from sim.studies.compare import Compare
from sim.studies.robustness import Robustness
from sim.studies.search import Search
from sim.studies.sensitivity import Sensitivity
from sim.studies.spec import StudySpec
from sim.studies.sweep import Sweep

KINDS: dict[str, type[StudySpec]] = {
    get_args(kind.model_fields["kind"].annotation)[0]: kind
    for kind in (Compare, Sweep, Robustness, BreakEven, Search, Sensitivity)
}
"""To add one, write a class and enter it here; its chart goes to ``sim/charts/studies``."""
