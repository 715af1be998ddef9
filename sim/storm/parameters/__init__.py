"""Every parameter of the rules, declared once, a module for each theme.

The scenario schema, the command line, MODEL.md, robustness studies and the calibration
read them from here. Sureness: A a figure read in the source, B abstract or secondary
report, C textbook knowledge, D derived by us from A or B. Those with C or D alone are
assumptions and take part in every robustness study over their plausible range.
"""

from typing import Any, cast

from sim.storm.parameters.attention import AttentionParameters
from sim.storm.parameters.declaring import Declaration
from sim.storm.parameters.feelings import FeelingsParameters
from sim.storm.parameters.judging import JudgingParameters
from sim.storm.parameters.people import PeopleParameters
from sim.storm.parameters.stances import StancesParameters

__all__ = ["DECLARED", "THEMES", "Declaration", "Parameters"]


class Parameters(  # pydantic takes the fields of the last base first
    StancesParameters, JudgingParameters, FeelingsParameters, AttentionParameters, PeopleParameters
):
    """The values used in a run. A scenario's ``[parameters]`` table overrides defaults."""


def _declaration(name: str) -> Declaration:
    """Return the declaration of the parameter of this name."""
    field = Parameters.model_fields[name]
    extra = cast(dict[str, Any], field.json_schema_extra)
    return Declaration(name=name, default=field.default, meaning=str(field.description), **extra)


THEMES = Parameters.__bases__[::-1]
"""The classes of parameters, one for each theme, in the order of the rules that use them."""
DECLARED = tuple(_declaration(name) for name in Parameters.model_fields)
"""All declarations, in the same order."""
