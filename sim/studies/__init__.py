"""Many runs of one question: studies from files, and what drives the results."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.studies.execute import run_study
    from sim.studies.loading import Study, load_study, shipped

__all__ = ["Study", "load_study", "run_study", "shipped"]

_MODULES = {
    "Study": "loading",
    "carry_out": "execute",
    "load_study": "loading",
    "run_study": "execute",
    "shipped": "loading",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first used, so that a study does not load what another needs."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"sim.studies.{_MODULES[name]}"), name)
