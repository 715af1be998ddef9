"""Save a stock of simulated storms with its log, and say what is in it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim.files import write
from sim.language.spoken import fixed, say, thousands

if TYPE_CHECKING:
    from sim.fitting.stock import Stock

MEGABYTE = 1e6


def present_stock(stock: "Stock", file: Path, about: Mapping[str, str]) -> None:
    """Write a stock and, beside it, a log of how it was made."""
    stock.save(file, about)
    log = {
        **about,
        "scenario": stock.label,
        "rules": stock.mark,
        "settings_tried": stock.tried,
        "invalid_runs": stock.invalid,
        "storms": len(stock),
        "effective_storms": round(float(1.0 / (stock.prior**2).sum())),
        "bytes": file.stat().st_size,
    }
    write(file.with_suffix(".json"), json.dumps(log, indent=2) + "\n")
    print(
        say("fitting.stock_made", storms=thousands(len(stock)), settings=thousands(stock.tried),
            failed=stock.invalid, size=fixed(file.stat().st_size / MEGABYTE, 1), file=file,
            log=file.with_suffix(".json").name)
    )  # fmt: skip
