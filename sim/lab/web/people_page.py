"""The page of people: scrub through a run and see who stands where, feels and writes what."""

import asyncio
from dataclasses import replace
from functools import partial

from markupsafe import Markup
from nicegui import Client, ui

from sim.errors import ShitstormError
from sim.lab.draft import plan_title
from sim.lab.refusals import refusal_said
from sim.lab.timeline import clock_of
from sim.lab.watching import WatchCache, WatchedRun
from sim.lab.web import people_view as view
from sim.lab.web.book import Book
from sim.lab.web.navigation import build_navigation, build_title
from sim.language.speech import Speech
from sim.workshop.web.widgets import (
    Container,
    LivePart,
    Text,
    button,
    dress,
    in_background,
    section,
    select,
    text_field,
)

PAUSE = 0.35
"""Seconds between two frames while it plays."""
HANDLER = "(event) => emit(event.target.value)"


class PeoplePage:
    """One browser that looks at the people of a run."""

    def __init__(self, book: Book, speech: Speech, client: Client) -> None:
        self.book, self.speech, self.say, self.client = book, speech, speech.say, client
        self.seen: WatchedRun | None = None
        self.plan, self.frame = book.draft.plan, 0

    def build(self) -> None:
        """Build the page, and begin to watch."""
        ui.page_title(f"{self.say('lab.people')} · {self.book.name}")
        with Container("div", "lab people-page"):
            with Container("header", "lab-bar"):
                build_title(self.book, self.speech)
                build_navigation(self.book, self.speech, "people")
                self.chooser = Container("div", "bar-part")
            with Container("main", "main"):
                Text("h2", self.say("lab.people"), "unseen")
                with Container("div", "stage"):
                    self.curve = LivePart("div", "chart")
                    self._build_slider()
                self.note = LivePart("p", "notice", role="status", data_testid="people-note")
                self._build_parts()
        self.renew("state")

    def _build_slider(self) -> None:
        with Container("div", "scrub"):
            self.play = button("", self._play, "quiet", "play")
            self.slider = text_field(
                "input", lambda _: None, "0", type="range", min="0", max="1", step="1",
                data_testid="scrub", aria_label=self.say("lab.people_when"),
            )  # fmt: skip
            self.slider.on("input", lambda event: self._go(str(event.args)), throttle=0.08,
                           js_handler=HANDLER)  # fmt: skip
        self.moment = Text("p", "", "moment", data_testid="moment", aria_live="off")
        self.timer = ui.timer(PAUSE, self._next, active=False)
        self.play.set_text(self.say("lab.play"))

    def _build_parts(self) -> None:
        with Container("div", "people-parts"):
            with section("graph", self.say("lab.people_graph")):
                with Container("div", "people-graph"):
                    self.behind = LivePart("div", "layer")
                    self.front = LivePart("div", "layer", data_testid="graph")
                self.sample = Text("p", "", "muted small")
            with section("counts", self.say("lab.people_counts")):
                self.counts = LivePart("div")
                Text("h3", self.say("lab.groups"))
                self.groups = LivePart("div")
                Text("p", self.say("lab.groups_note"), "muted small")
            with section("posts", self.say("lab.posts")):
                self.posts = LivePart("div", "", data_testid="posts")

    # -- what changes ---------------------------------------------------------------------------

    def renew(self, what: str) -> None:
        """Watch the run anew after a change."""
        if what not in ("state", "one"):
            return
        book = self.book
        plans = list(dict.fromkeys([book.draft.plan, book.draft.rival]))
        self.plan = self.plan if self.plan in plans else plans[0]
        document, language = book.reading.document, self.speech.language
        titles = [(plan, plan_title(document, plan, language)) for plan in plans]
        start, _ = clock_of(document)
        self.speech = replace(self.speech, started=start)
        with self.client:
            self.chooser.clear()
            with self.chooser, Container("label", "", for_="watched-plan"):
                Text("span", self.say("lab.plan"))
                select(self._choose, titles, self.plan,
                       id="watched-plan", data_testid="watched-plan")  # fmt: skip
            in_background(self._watch(), "watch a run")

    def _choose(self, plan: str) -> None:
        self.plan = plan
        in_background(self._watch(), "watch a run")

    async def _watch(self) -> None:
        """Simulate the run, unless it is the one that is shown."""
        book, scenario = self.book, self.book.reading.scenario
        if scenario is None:
            self._tell(self.say("lab.mend_first"))
            return
        if book.watched is None:
            book.watched = WatchCache()
        plan, seed = self.plan, book.draft.seed
        if self.seen is None:
            self._tell(self.say("lab.people_waiting"))
        try:
            seen = await asyncio.to_thread(
                book.watched.run, scenario, plan, seed, self.speech.language
            )
        except ShitstormError as wrong:
            self._tell(refusal_said(wrong, self.speech))
            return
        if (plan, seed) == (self.plan, book.draft.seed) and seen is not self.seen:
            self._take(seen)

    def _tell(self, text: str) -> None:
        with self.client:
            self.note.renew(text, lambda: Markup("{}").format(text))
            dress(self.note.element, hidden=not text)

    def _take(self, seen: WatchedRun) -> None:
        """Show a run, at the moment that was shown, or first at its loudest."""
        before = self.seen
        hours = before.hours[self.frame] if before is not None else seen.loudest
        self.seen = seen
        self._tell("")
        drawn, everybody = len(seen.stand.drawn), seen.everybody
        key = "lab.people_all" if drawn == everybody else "lab.people_some"
        said = self.say(key, drawn=self.speech.number(float(drawn)),
                        people=self.speech.number(float(everybody)))  # fmt: skip
        with self.client:
            self.sample.set_text(f"{said} {self.say('lab.people_lines')}")
            self.behind.renew(seen.stand, lambda: view.background_svg(seen.stand))
            curve = view.curve_svg(seen.rate, seen.hours[-1], self.speech)
            self.curve.renew(curve, lambda: curve)
            dress(self.slider, max=len(seen.hours) - 1)
            self._move(seen.frame_at(hours))

    def _show(self, frame: int) -> None:
        """Show a frame."""
        seen, speech = self.seen, self.speech
        if seen is None:
            return
        self.frame = min(max(frame, 0), len(seen.hours) - 1)
        stamp = (id(seen), self.frame, speech.started)
        when = view.moment_said(seen.hours[self.frame], speech)
        dress(self.slider, aria_valuetext=when)
        self.moment.set_text(when)
        for part, make in (
            (self.front, view.moment_svg), (self.counts, view.counts_html),
            (self.groups, view.groups_html), (self.posts, view.posts_html),
        ):  # fmt: skip
            part.renew(stamp, partial(make, seen, self.frame, speech))

    # -- what is done ---------------------------------------------------------------------------

    def _go(self, frame: str) -> None:
        if frame.isdigit():
            self._show(int(frame[:6]))

    def _play(self) -> None:
        """Play, or stop."""
        self.timer.active = not self.timer.active
        self.play.set_text(self.say("lab.pause" if self.timer.active else "lab.play"))
        if self.timer.active and self.seen is not None and self.frame + 1 >= len(self.seen.hours):
            self._move(0)

    def _next(self) -> None:
        if self.seen is None:
            return
        if self.frame + 1 < len(self.seen.hours):
            self._move(self.frame + 1)
        else:
            self._play()

    def _move(self, frame: int) -> None:
        """Show a frame and set the slider to it."""
        self._show(frame)
        code = f"document.querySelector('[data-testid=scrub]').value = {self.frame}"
        self.client.run_javascript(code)
