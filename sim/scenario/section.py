"""The base of all tables of a scenario file."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LONGEST_NAME = 200
"""Most bytes of a name: it becomes a part of the names of files, which may have 255."""
LONGEST_TITLE = 200
"""Most characters of a title, as charts show it in full."""


def not_blank(text: str) -> str:
    """Refuse a text without a word."""
    if not text.strip():
        raise ValueError("may not be blank; write some words")
    return text


def fits_into_a_file_name(name: str) -> str:
    """Refuse a name that is too long for the name of a file."""
    if len(name.encode("utf-8", "replace")) > LONGEST_NAME:
        raise ValueError(f"is too long: at most {LONGEST_NAME} bytes; shorten it")
    return name


Name = Annotated[
    str,
    Field(pattern=r"^\w[\w-]*$", max_length=60),
    AfterValidator(fits_into_a_file_name),
]
Text = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(not_blank)]
Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), AfterValidator(not_blank)]


class Section(BaseModel):
    """A table of a file, with known keys only, which cannot be changed once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
