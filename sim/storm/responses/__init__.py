"""The catalogue of responses: each a combination of levers, none with an effect of its own.

A response is one class and one entry per language in the files of texts. A module outside of
this package adds responses as well: by its import, or without one as an entry point of the
group ``shitstorm.responses``.
"""

from importlib import import_module
from importlib.metadata import entry_points

from sim.errors import InputError
from sim.storm.responses.base import (
    CATALOGUE,
    PLAN_ONLY,
    AnyResponse,
    Group,
    Response,
    Share,
    on_new_response,
    title,
)

__all__ = [
    "CATALOGUE",
    "PLAN_ONLY",
    "AnyResponse",
    "Group",
    "Response",
    "Share",
    "on_new_response",
    "title",
]

for _theme in ("silence", "speak", "promise", "help", "steer", "resist"):
    import_module(f"{__name__}.{_theme}")

for _plugin in entry_points(group="shitstorm.responses"):
    try:
        _plugin.load()
    except (ImportError, AttributeError) as wrong:
        raise InputError(
            f"the responses of {_plugin.value} cannot be loaded: {wrong}; "
            "repair or uninstall that package"
        ) from wrong
