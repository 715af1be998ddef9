"""What a user says about a file of counts, and what is asked where the file leaves it open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sim.errors import InputError
from sim.language.told import Told

NumberStyle = Literal["english", "german", "french"]
"""English: 1,600.5. German: 1.600,5. French: 1 600,5."""
DateOrder = Literal["day-first", "month-first", "year-first"]
Gaps = Literal["zero", "unknown"]
Spikes = Literal["replace", "keep"]
ROWS = "rows"
"""In place of a column of counts: each row is one post."""


@dataclass(frozen=True, slots=True)
class CountsReading:
    """Answers to what a file of counts may leave open. None lets the file tell."""

    cumulative: bool = False
    """The counts are a running total."""
    numbers: NumberStyle | None = None
    dates: DateOrder | None = None
    times_in: str | None = None
    """Time zone of times that name none."""
    time_column: str | None = None
    count_column: str | None = None
    """Column of the counts, or ``rows`` where each row is one post."""
    sheet: str | None = None
    """Sheet of a workbook."""
    gaps: Gaps | None = None
    """What an hour or a day without a row is."""
    spikes: Spikes = "replace"

    def answered(self, field: str, answer: str) -> "CountsReading":
        """Return the same with one more answer."""
        return replace(self, **{field: answer})  # type: ignore[arg-type]


class OpenQuestion(InputError):  # noqa: N818 (a question is no error yet)
    """A file can be read in more than one way. Names the option that says which."""

    def __init__(self, path: Path, question: str, field: str, answers: Mapping[str, str]) -> None:
        self.path, self.question, self.field = path, question, field
        self.answers = dict(answers)
        """What each answer makes of the file."""
        option = "--" + field.replace("_", "-")
        shown = tuple(
            (f"\n  {option} {quoted(answer)}: ", meaning)
            for answer, meaning in self.answers.items()
        )
        super().__init__(Told("counts.say_which", path=path, question=question, answers=shown))

    def __reduce__(self) -> tuple[type["OpenQuestion"], tuple[Path, str, str, dict[str, str]]]:
        return type(self), (self.path, self.question, self.field, self.answers)


def quoted(answer: str) -> str:
    """Return an answer as it is typed in a shell."""
    plain = answer.replace("-", "").replace("_", "").isalnum()
    return answer if plain else f'"{answer}"'


LONGEST_SHOWN = 60
"""Characters of a cell that a message shows."""


def cell_shown(cell: str | float) -> str:
    """Return a cell for a message: in quotes, short, without signs that steer a terminal."""
    text = f"{cell:.15g}" if isinstance(cell, float) else cell
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    if len(text) > LONGEST_SHOWN:
        text = text[:LONGEST_SHOWN] + "…"
    return f'"{text}"'
