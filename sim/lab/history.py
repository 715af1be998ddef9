"""The states of a draft one after the other: undo and redo without end, and nothing lost.

Each state has an address, a hash of what it holds. A file takes every step as a line, so that
a lab that was ended in whatever way goes on where it stood.
"""

import hashlib
import json
import os
import zlib
from contextlib import suppress
from pathlib import Path

from sim.errors import OutputError
from sim.lab.draft import LabDraft

ADDRESS = 12
"""Characters of an address."""


def address_of(draft: LabDraft) -> str:
    """Return the address of a state."""
    text = json.dumps(draft.as_json(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:ADDRESS]


class History:
    """All states since the beginning, and the one that is shown.

    Undo goes to the state before, and redo back again. A change after undo begins a new end,
    but the states that it replaces keep their addresses. All but the one shown are kept packed,
    as a text of a whole scenario takes a hundred kilobytes.
    """

    def __init__(self, first: LabDraft, file: Path | None = None) -> None:
        self._packed: dict[str, bytes] = {}
        self._shown: tuple[str, LabDraft] = ("", first)
        self._line: list[str] = []
        self._at = -1
        self._file = file
        self._read()
        if self._at < 0:
            self.add(first)

    # -- reading ------------------------------------------------------------------------------

    @property
    def present(self) -> LabDraft:
        """The state that is shown."""
        if self._shown[0] != self.address:
            self._shown = self.address, _unpacked(self._packed[self.address])
        return self._shown[1]

    @property
    def address(self) -> str:
        """The address of the state that is shown."""
        return self._line[self._at]

    @property
    def can_undo(self) -> bool:
        """True if there is a state before this one."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """True if there is a state after this one."""
        return self._at < len(self._line) - 1

    # -- changing -----------------------------------------------------------------------------

    def add(self, draft: LabDraft) -> None:
        """Take in a new state, which is then shown. The same state again changes nothing."""
        address = address_of(draft)
        if self._line and address == self.address:
            return
        self._write({"add": address, **draft.as_json()})
        self._add(address, draft)

    def undo(self) -> None:
        """Show the state before."""
        if self.can_undo:
            self._write({"at": self._at - 1})
            self._at -= 1

    def redo(self) -> None:
        """Show the state after."""
        if self.can_redo:
            self._write({"at": self._at + 1})
            self._at += 1

    def show(self, address: str) -> bool:
        """Show the state of an address as the newest one. Return False if there is none."""
        if address not in self._packed:
            return False
        self.add(_unpacked(self._packed[address]))
        return True

    def __contains__(self, address: object) -> bool:
        """Return whether there is a state of this address."""
        return address in self._packed

    def __len__(self) -> int:
        """Return the number of different states."""
        return len(self._packed)

    def has_text(self, text: str) -> bool:
        """Return whether any state has this text."""
        return any(_unpacked(packed).text == text for packed in self._packed.values())

    # -- within -------------------------------------------------------------------------------

    def _add(self, address: str, draft: LabDraft) -> None:
        if address not in self._packed:
            self._packed[address] = zlib.compress(json.dumps(draft.as_json()).encode(), 1)
        self._shown = address, draft
        self._line = [*self._line[: self._at + 1], address]
        self._at += 1

    def _write(self, entry: dict[str, object]) -> None:
        """Write a line, and see to it that it is on the disk."""
        if self._file is None:
            return
        try:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as wrong:
            raise OutputError(
                f"cannot write to {self._file}: {wrong.strerror}; nothing was changed"
            ) from None

    def _read(self) -> None:
        """Take in what the file holds. A last line that was cut off is passed over."""
        if self._file is None or not self._file.is_file():
            return
        whole = self._file.read_bytes()
        for line in whole.decode("utf-8", "replace").split("\n"):
            with suppress(ValueError, TypeError, KeyError, RecursionError):
                self._take(json.loads(line))
        if whole and not whole.endswith(b"\n"):
            self._write_end()

    def _take(self, entry: dict[str, object]) -> None:
        if "add" in entry:
            address = str(entry.pop("add"))
            self._add(address, LabDraft(**entry))  # type: ignore[arg-type]
        elif isinstance(at := entry["at"], int) and 0 <= at < len(self._line):
            self._at = at

    def _write_end(self) -> None:
        """End a line that was cut off, so that the next one is whole."""
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as file:
                file.write("\n")


def _unpacked(packed: bytes) -> LabDraft:
    """Return a state as it was before it was packed."""
    return LabDraft(**json.loads(zlib.decompress(packed)))
