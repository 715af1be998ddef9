"""Run ``python -m sim.describe``."""

import argparse
import sys
from pathlib import Path

from sim.describe.blocks import refresh_from_code
from sim.describe.measured import PAGES, chosen, is_stale, refresh, runs_of
from sim.errors import RunInterrupted, ShitstormError


def main(words: list[str] | None = None) -> int:
    """Refresh the generated pages; return 1 if one of them could not be."""
    parser = argparse.ArgumentParser("python -m sim.describe", description="Refresh pages.")
    parser.add_argument("--all", action="store_true", help="also every page that shows runs")
    parser.add_argument("--only", metavar="A,B", help=f"some of: studies, {', '.join(PAGES)}")
    parser.add_argument("--from", dest="folder", type=Path, help="output of earlier runs")
    parser.add_argument("--stale", action="store_true", help="only name pages with old runs")
    parser.add_argument("--data", help="folder with the counts of real storms, for fits")
    given = parser.parse_args(words)
    if given.stale:
        print("\n".join(page.name for page in PAGES.values() if is_stale(page)))
        return 0
    failed = []
    try:
        pages = chosen(given.only) if given.only else list(PAGES.values()) if given.all else []
    except ValueError as wrong:
        parser.error(str(wrong))
    if given.folder and len(pages) != 1:
        parser.error("--from shows one folder: name its page with --only")
    for number, page in enumerate(pages, 1):
        print(f"{page.name} ({number} of {len(pages)}): {page.command}", flush=True)
        try:
            refresh(page, given.folder or runs_of(page, given.data))
        except RunInterrupted as stopped:
            print(f"{page.name}: {stopped}", file=sys.stderr)
            return stopped.exit_code
        except (ShitstormError, OSError) as wrong:
            failed.append(page.name)
            print(f"{page.name} stays as it was: {wrong}", file=sys.stderr)
    refresh_from_code()
    print("Blocks from code are up to date.")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
