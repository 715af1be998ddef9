"""Records of the compiled engine, read and written in place by name."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from numpy.typing import NDArray

State = TypeVar("State")


class OpenRecord:
    """A record whose fields are attributes, read and written in place, faster than numpy's."""

    __slots__ = ("_record",)

    def __init__(self, record: Any) -> None:
        object.__setattr__(self, "_record", record)

    def __getattr__(self, field: str) -> Any:
        return self._record[field]

    def __setattr__(self, field: str, value: Any) -> None:
        self._record[field] = value


def in_place(state: type[State], record: Any) -> State:
    """Return a view of a record, typed as its state class, that reads and writes in place."""
    return cast(State, OpenRecord(record))


class RecordsInPlace(Sequence[State]):
    """Records in an array, each read and written in place."""

    def __init__(self, state: type[State], records: NDArray[Any]) -> None:
        self._state, self._records = state, records

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, number: Any) -> Any:
        return in_place(self._state, self._records[number])
