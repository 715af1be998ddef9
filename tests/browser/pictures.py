"""Pictures of a workshop: ``python -m tests.browser.pictures [en|de|fr] [FOLDER]``.

Three teams play the first three rounds of the case and end it. Phone, projector, desk and debrief
are all worth a look after a change. The guide shows four of them, which are kept in the folder.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUMS, QUIET
from tests.browser.people import (
    LAPTOP,
    PHONE,
    PROJECTOR,
    begin_round,
    close_round,
    come_in,
    submit,
    write,
)
from tests.workshop.rooms import OpenRoom, open_room

FOLDER = Path(__file__).parent.parent.parent / "docs" / "pictures" / "workshop"
SHOWN = ("phone-storm", "phone-submitted", "projector", "desk")
NAMES = {
    "en": ("North", "South", "East"),
    "de": ("Nord", "Süd", "Ost"),
    "fr": ("Nord", "Sud", "Est"),
}
WORDS = {
    "en": "Two of twelve volumes are checked. We are sorry. The next word comes at 20:00.",
    "de": "Zwei von zwölf Datenträgern sind geprüft. Es tut uns leid. Wir melden uns um 20 Uhr.",
    "fr": "Deux volumes sur douze sont vérifiés. Nous sommes désolés. Prochain message à 20 h.",
}
PLAYED = (
    ("roadmap", "promise", None), ("interim-update", "change-of-plan", None),
    ("client-help", "apology", "acknowledgement"),
)  # fmt: skip
"""What the three teams do, round by round."""


def main() -> None:
    """Play and take the pictures."""
    language = sys.argv[1] if len(sys.argv) > 1 else "en"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    kept = SHOWN if folder == FOLDER else None
    path = next(filter(None, map(shutil.which, CHROMIUMS)))
    with (
        sync_playwright() as started,
        started.chromium.launch(executable_path=path, args=list(QUIET)) as browser,
        tempfile.TemporaryDirectory() as rooms,
        open_room("analytics-outage", Path(rooms), language, "--teams", "0") as room,
    ):
        take(Studio(browser, folder, kept), room, language)


class Studio:
    """Opens pages, and takes pictures of them."""

    def __init__(self, browser: Any, folder: Path, kept: tuple[str, ...] | None = None) -> None:
        self.browser, self.folder, self.kept = browser, folder, kept

    def page(self, size: dict[str, int]) -> Any:
        page = self.browser.new_context(viewport=size, reduced_motion="reduce").new_page()
        page.set_default_timeout(60_000)
        return page

    def take(self, page: Any, name: str, whole: bool = False) -> None:
        if self.kept is not None and name not in self.kept:
            return
        page.mouse.move(0, 0)  # no button looks as if somebody were about to press it
        page.wait_for_timeout(500)
        page.screenshot(path=self.folder / f"{name}.png", full_page=whole)


def take(studio: Studio, room: OpenRoom, language: str) -> None:
    """The whole play."""
    lead, projector = studio.page(LAPTOP), studio.page(PROJECTOR)
    lead.goto(room.lead)
    projector.goto(room.projector)
    studio.take(projector, "projector-door")
    teams = [studio.page(PHONE) for _ in NAMES[language]]
    teams[0].goto(f"{room.base}/?code={room.code}")
    studio.take(teams[0], "phone-join", whole=True)
    for page, name in zip(teams, NAMES[language], strict=True):
        come_in(page, room, f"{name}-1", name)
    studio.take(teams[0], "phone-briefing")
    for number, decided in enumerate(PLAYED):
        begin_round(lead)
        if number == len(PLAYED) - 1:
            teams[1].get_by_test_id("tab-storm").click()
            studio.take(teams[1], "phone-storm")
            teams[1].get_by_test_id("tab-posts").click()
            studio.take(teams[1], "phone-posts")
        for page, do in zip(teams, decided, strict=True):
            if do is not None:
                write(page, do, WORDS[language])
                submit(page)
        if number == len(PLAYED) - 1:
            studio.take(teams[1], "phone-submitted")
            studio.take(lead, "desk")
            studio.take(lead, "desk-whole", whole=True)
            studio.take(projector, "projector")
        close_round(lead)
    lead.get_by_test_id("end-exercise").click()
    lead.get_by_test_id("end-exercise").click()
    lead.get_by_test_id("to-debrief").click()
    lead.get_by_test_id("file-debrief.html").wait_for()
    studio.take(lead, "debrief")
    studio.take(lead, "debrief-whole", whole=True)
    teams[1].get_by_test_id("to-debrief").click()
    teams[1].get_by_test_id("file-debrief.html").wait_for()
    studio.take(teams[1], "phone-debrief")
    studio.take(projector, "projector-over")


if __name__ == "__main__":
    main()
