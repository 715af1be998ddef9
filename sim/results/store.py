"""Runs kept on disk while an ensemble grows: bounded memory, and nothing lost or run twice.

A folder holds one array file per series and per table, filled run by run. A run counts as
done only once all of it is written; so after an interruption, even a killed process, the
same comparison goes on where it was. A comparison that differs in anything is refused.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiling import fingerprint as rules
from sim.errors import InputError, OutputError
from sim.results.provenance import provenance
from sim.results.writing import reason, write_json, written
from sim.scenario.schema import Scenario

ABOUT = "about.json"


class Store:
    """Arrays in a folder, one place per run (plan, seed)."""

    def __init__(
        self,
        folder: Path,
        scenario: Scenario,
        plans: Sequence[str],
        seeds: Sequence[int],
        series: Sequence[str],
    ) -> None:
        self.folder = folder
        self._mark = fingerprint(scenario, plans, seeds, series)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._claim()
        except OSError as problem:
            raise OutputError(f"cannot write to {folder}: {reason(problem)}") from problem

    def _claim(self) -> None:
        """Make the folder this comparison's, or see that it is already."""
        about = self.folder / ABOUT
        if not about.exists():
            with written(about) as aside:
                write_json({"fingerprint": self._mark}, aside)
            return
        if json.loads(about.read_text(encoding="utf-8")).get("fingerprint") != self._mark:
            raise InputError(
                f"{self.folder} holds the beginning of another comparison (other plans, seeds, "
                "series, scenario values or program version); finish that one, delete the "
                "folder, or choose another"
            )

    def array(self, name: str, shape: tuple[int, ...], kind: Any, blank: float = 0) -> NDArray[Any]:
        """The array of this name, as it was left; blank at first."""
        path = self.folder / f"{name}.npy"
        try:
            if not path.exists() or np.load(path, mmap_mode="r").shape != shape:
                with written(path) as aside:
                    fresh = np.lib.format.open_memmap(aside, "w+", kind, shape)
                    if blank != 0:
                        fresh[...] = blank
                    fresh.flush()
                    del fresh
            return np.load(path, mmap_mode="r+")  # type: ignore[no-any-return]
        except OSError as problem:
            raise OutputError(f"cannot write to {path}: {reason(problem)}") from problem

    def keep_json(self, name: str, content: Any) -> None:
        """Keep a small thing beside the arrays."""
        with written(self.folder / f"{name}.json") as aside:
            write_json(content, aside)

    def kept_json(self, name: str) -> Any:
        """What was kept under this name, or None."""
        path = self.folder / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def fingerprint(
    scenario: Scenario, plans: Sequence[str], seeds: Sequence[int], series: Sequence[str]
) -> str:
    """Hash of all that the folder depends on: scenario, plans, seeds, series, rules, versions."""
    origin = provenance(scenario, "", created="-")
    runs = [list(plans), list(seeds), list(series)]
    text = json.dumps([origin, rules(), *runs], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
