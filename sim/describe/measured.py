"""Pages that show runs of the model: the command behind each, its inputs, and how it is shown."""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.cli import app
from sim.compiling import rules_mark
from sim.describe.blocks import ROOT, marks, replaced
from sim.describe.case import case_blocks
from sim.describe.evidence import sensitivity_blocks, validation_blocks
from sim.describe.findings import study_blocks
from sim.describe.fits import fits_blocks
from sim.errors import RunInterrupted
from sim.language.speech import LANGUAGES
from sim.studies import load_study, shipped

OUTPUT = ROOT / "out" / "pages"
"""Folder of the runs that pages are made from; unfinished ones go on from here."""
MADE_WITH = "made-with.txt"
"""File in a finished output folder with the mark of its runs."""
RULES = "rules of the model"
JUDGED_FROM = "1000000"
"""First seed on which the rows are judged. No search for the defaults has looked from it on."""


@dataclass(frozen=True)
class MeasuredPage:
    """A page with blocks that show what one command found.

    ``blocks`` takes the command's output folder and the folder for pictures, into which it copies
    them. It returns the content of each block of ``document`` by the block's name.
    """

    name: str
    document: Path
    words: tuple[str, ...]
    inputs: tuple[Path, ...]
    blocks: Callable[[Path, Path], Mapping[str, str]]

    @property
    def command(self) -> str:
        """The command that makes the runs, as a reader would type it."""
        return " ".join(("shitstorm", *self.words))

    def mark(self, rules: str | None = None) -> str:
        """Return the mark of runs made with these rules (the present ones by default)."""
        digest = hashlib.sha256()
        for file in self.inputs:
            digest.update(file.name.encode() + _what_counts(file))
        return f"rules={rules or rules_mark()} inputs={digest.hexdigest()[:16]}"


def _what_counts(file: Path) -> bytes:
    """Return what runs depend on in an input file: in a scenario or a study, all but its texts."""
    text = file.read_text(encoding="utf-8")
    document = tomllib.loads(text) if file.suffix == ".toml" else {}
    if {"kind", "scenario"} <= document.keys():
        return json.dumps(_without_words(document), sort_keys=True, default=str).encode()
    if not {"plans", "clock"} <= document.keys():
        return text.encode()
    for name in TEXTS:
        document.pop(name, None)
    document.get("company", {}).pop("serves", None)
    for part in document["plans"].values():
        for each in (part, *part.get("steps", ())):
            for name in TEXTS:
                each.pop(name, None)
    return json.dumps(document, sort_keys=True, default=str).encode()


def _without_words(study: dict[str, Any]) -> dict[str, Any]:
    """Return a study without its words in other languages, which its page does not show.

    A text in English counts, whether it stands alone or beside others.
    """
    document: dict[str, Any] = _english(study)
    for factor in document.get("factors", {}).values():
        labels = factor.get("labels", {})
        if all(name == label for name, label in labels.items()):
            factor.pop("labels", None)
    for name, plan in document.get("plans", {}).items():
        if plan.get("title") == name.replace("-", " "):
            plan.pop("title")
    return document


def _english(value: Any) -> Any:
    """Return values with each text that is there per language in English alone."""
    if isinstance(value, dict):
        if "en" in value and set(value) <= set(LANGUAGES):
            return value["en"]
        return {key: _english(inner) for key, inner in value.items()}
    return [_english(inner) for inner in value] if isinstance(value, list) else value


TEXTS = ("title", "summary", "source", "words", "exercise")
"""Keys of a scenario, of its plans and of their steps that no rule reads."""


def _scenario(name: str) -> Path:
    return ROOT / "scenarios" / f"{name}.toml"


def _study(name: str) -> MeasuredPage:
    study = ROOT / "experiments" / f"{name}.toml"
    return MeasuredPage(
        name,
        ROOT / "experiments" / "README.md",
        ("study", name, "--yes"),
        (study, _scenario(load_study(name).spec.scenario)),
        lambda folder, pictures: study_blocks(name, folder, pictures),
    )


CASE = _scenario("analytics-outage")
STORMS, STOCK = (ROOT / "sim" / "fitting" / name for name in ("real-storms.toml", "stock.json"))
SCENARIOS = tuple(sorted((ROOT / "scenarios").glob("*.toml")))
STUDIES = {name: _study(name) for name in shipped()}
VALIDATION_PAGE = ROOT / "docs" / "validation.md"
PAGES = {
    page.name: page
    for page in (
        MeasuredPage(
            "case", ROOT / "README.md", ("compare", "analytics-outage"), (CASE,), case_blocks
        ),
        MeasuredPage(
            "validation",
            VALIDATION_PAGE,
            ("validate", "--pairs", "800", "--draws", "60", "--first-seed", JUDGED_FROM),
            SCENARIOS,
            validation_blocks,
        ),
        MeasuredPage("sensitivity", VALIDATION_PAGE, ("sensitivity",), (CASE,), sensitivity_blocks),
        MeasuredPage(
            "fits",
            ROOT / "docs" / "fitting.md",
            ("backtest",),
            (STORMS, STOCK, _scenario("excluded-profession")),
            fits_blocks,
        ),
        *STUDIES.values(),
    )
}
"""Every page that shows runs, by name."""


def chosen(names: str) -> list[MeasuredPage]:
    """Return the pages with these names, which are separated by commas; ``studies`` is all."""
    wanted = [name.strip() for name in names.split(",")]
    if unknown := [name for name in wanted if name not in PAGES and name != "studies"]:
        known = ", ".join(("studies", *PAGES))
        raise ValueError(f"no page is called {unknown[0]}; there are {known}")
    pages: Iterable[str] = (n for w in wanted for n in (STUDIES if w == "studies" else (w,)))
    return [PAGES[name] for name in dict.fromkeys(pages)]


def runs_of(page: MeasuredPage, data: str | None = None) -> Path:
    """Run a page's command and return its folder; finished runs of the same mark are kept."""
    folder = OUTPUT / page.name
    made_with, mark = folder / MADE_WITH, page.mark()
    if made_with.exists() and made_with.read_text(encoding="utf-8") == mark:
        return folder
    real = ("--data", data) if data and page.name == "fits" else ()
    ended = app([*page.words, *real, "--out", str(folder)], standalone_mode=False)
    if ended == RunInterrupted.exit_code:
        raise RunInterrupted(
            f"stopped; what is finished is kept in {folder}, run it again to go on"
        )
    made_with.write_text(mark, encoding="utf-8")
    return folder


def refresh(page: MeasuredPage, folder: Path, document: Path | None = None) -> None:
    """Take a command's output into its page, and pictures beside it or into those of the docs."""
    pictures = document.parent / "pictures" if document else ROOT / "docs" / "pictures"
    pictures.mkdir(exist_ok=True)
    target = document or page.document
    text = target.read_text(encoding="utf-8")
    mark = mark_of(page, folder)
    for name, content in page.blocks(folder, pictures).items():
        text = replaced(text, name, content, mark)
    target.write_text(text, encoding="utf-8")
    print(f"{target.name} shows what is in {folder}")


def mark_of(page: MeasuredPage, folder: Path) -> str:
    """Return the mark of the runs in a folder; rules that are not on record are unknown."""
    if (folder / MADE_WITH).exists():
        return (folder / MADE_WITH).read_text(encoding="utf-8").strip()
    origin = folder / "provenance.json"
    record = json.loads(origin.read_text(encoding="utf-8")) if origin.exists() else {}
    return page.mark(record.get(RULES, "unknown"))


def block_of(name: str) -> str:
    """Return the name of the block, or of the first one, that a page shows."""
    return f"study-{name}" if name in STUDIES else name


def is_stale(page: MeasuredPage) -> bool:
    """Tell whether rules or inputs have changed since the runs that a page shows."""
    return marks(page.document.read_text(encoding="utf-8")).get(block_of(page.name)) != page.mark()
