"""Many runs of one question: studies from files, and what drives the results."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.studies.carrying import carry_out
    from sim.studies.loading import Study, load_study, shipped

__all__ = ["Study", "carry_out", "load_study", "shipped"]

_PLACES = {
    "Study": "loading",
    "carry_out": "carrying",
    "load_study": "loading",
    "shipped": "loading",
}


def __getattr__(name: str) -> Any:
    """Loaded when asked for, so that a study does not load what another needs."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"sim.studies.{_PLACES[name]}"), name)
