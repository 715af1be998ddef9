"""The menu of files to take along, and the files behind it."""

from urllib.parse import quote

from sim.lab.taken import KINDS, Shown, TakenFile, TakenFiles
from sim.lab.web.book import Book
from sim.language.speech import Speech
from sim.workshop.web.widgets import Container, Text


def file_of(book: Book, kind: str, speech: Speech) -> TakenFile | str | None:
    """Return a file of what a book shows. A text says why there is none yet.

    None is for kinds that do not exist. Raises ``InputError`` for a file that cannot be made.
    """
    if kind not in KINDS:
        return None
    if kind == "toml":
        return TakenFile(f"{book.name}.toml", KINDS["toml"].type, book.draft.text.encode())
    shown = shown_by(book)
    if shown is None:
        return speech.say("lab.mend_first" if book.reading.problems else "lab.chart_waiting")
    kept = book.taken
    if kept is None or kept.speech != speech or not kept.shown.same_as(shown):
        kept = book.taken = TakenFiles(shown, speech)
    return kept.file(kind)


def shown_by(book: Book) -> Shown | None:
    """Return what a book shows, None while its text has mistakes or its runs are not there."""
    scenario, plans = book.reading.scenario, (book.draft.plan, book.draft.rival)
    if scenario is None or book.pairs is None or book.one is None or book.behind:
        return None
    return Shown(book.name, book.draft.text, scenario, plans, book.pairs, book.one, book.draft.seed)


def disposition(name: str) -> dict[str, str]:
    """Return the header that names a file, whatever letters its name has (RFC 6266)."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return {"content-disposition": told}


def build_menu(book: Book, speech: Speech) -> None:
    """Build the list of files, or say why there is none now."""
    say = speech.say
    Text("h2", say("lab.take_along"))
    if book.reading.problems:
        Text("p", say("lab.mend_first"), "notice warn")
        return
    Text("p", say("lab.take_along_hint"), "muted small")
    with Container("ul", "take-along"):
        for kind in KINDS:
            href = f"/book/{book.name}/file/{kind}"
            with (
                Container("li"),
                Container("a", "", href=href, download="", data_testid=f"file-{kind}",
                          data_key=f"file-{kind}"),
            ):  # fmt: skip
                Text("strong", say(f"lab.file_{kind}"))
                Text("small", say(f"lab.about_{kind}"))
