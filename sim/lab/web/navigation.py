"""The heading of a scenario's pages, and the links between them."""

from sim.lab.draft import document_title
from sim.lab.web.book import Book
from sim.language.speech import Speech
from sim.workshop.web.widgets import Container, Text

PAGES = ("timeline", "people", "study", "exercise")
"""Pages of a scenario, by the last part of their address. The first one has none."""


def build_title(book: Book, speech: Speech) -> None:
    """Build the heading of a page: what the scenario is called."""
    title = document_title(book.reading.document, book.name, speech.language)
    Text("h1", title, title=title)


def build_navigation(book: Book, speech: Speech, here: str) -> None:
    """Build the links. ``here`` is the page that they stand on."""
    with Container("nav", "lab-nav", aria_label=speech.say("lab.pages")):
        for name in PAGES:
            path = f"/book/{book.name}" if name == PAGES[0] else f"/book/{book.name}/{name}"
            Text("a", speech.say(f"lab.page_{name}"), href=path, data_testid=f"page-{name}",
                 aria_current="page" if name == here else None)  # fmt: skip
