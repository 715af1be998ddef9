"""The base of all tables of a scenario file."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^\w[\w-]*$", max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]


class Section(BaseModel):
    """A table of a file, with known keys only, which cannot be changed once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
