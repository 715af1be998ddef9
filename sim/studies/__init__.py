"""Many runs of one question: studies from files, and what drives the results."""

from typing import TYPE_CHECKING

from sim.lazy import load_on_use

if TYPE_CHECKING:
    from sim.studies.execute import run_study
    from sim.studies.loading import Study, load_study, shipped

__all__ = ["Study", "load_study", "run_study", "shipped"]

__getattr__ = load_on_use(
    __name__,
    {
        "Study": "loading",
        "carry_out": "execute",
        "load_study": "loading",
        "run_study": "execute",
        "shipped": "loading",
    },
)
