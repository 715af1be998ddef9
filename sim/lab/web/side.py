"""The side of the page: cards of responses, facts, plans, the text, and files."""

from collections.abc import Callable
from typing import Any

from sim.errors import InputError, OutputError
from sim.lab import edits
from sim.lab.draft import plan_names, plan_title
from sim.lab.facts import FACTS, WEEK, Fact
from sim.lab.web.book import Book
from sim.lab.web.exports import build_menu
from sim.lab.web.import_view import ImportPanel
from sim.language.speech import Speech
from sim.workshop.web.forms import groups
from sim.workshop.web.response_cards import cost_said, risk_of
from sim.workshop.web.widgets import Container, Text, button, text_field

TABS = ("acts", "facts", "plans", "text", "files")


class SidePanel:
    """Tabs beside the timeline."""

    def __init__(self, book: Book, speech: Speech, add: Callable[[str], Any]) -> None:
        self.book, self.speech, self.say, self._add = book, speech, speech.say, add
        self.imports = ImportPanel(book, speech)
        self.tab = "acts"
        self._shown_text = ""
        self._area: Any = None

    def build(self) -> None:
        """Build the tabs and what the chosen one holds."""
        with Container("div", "side-tabs", role="tablist", aria_label=self.say("lab.tabs")):
            for name in TABS:
                self._build_tab(name)
        with Container("div", "tab", role="tabpanel", aria_label=self.say(f"lab.tab_{self.tab}")):
            getattr(self, f"_build_{self.tab}")()

    def _build_tab(self, name: str) -> None:
        tab = button(self.say(f"lab.tab_{name}"), lambda: self.show(name), "", f"tab-{name}",
                     role="tab", data_key=f"tab-{name}",
                     aria_selected="true" if name == self.tab else "false")  # fmt: skip
        tab.classes(remove="button")

    def show(self, name: str) -> None:
        """Show another tab."""
        self.tab = name
        self.renew()

    def renew(self) -> None:
        """Build everything anew within the same place."""
        self.box.clear()
        with self.box:
            self.build()

    def place(self, box: Container) -> None:
        """Take a place on the page."""
        self.box = box

    def keeps_typing(self) -> bool:
        """Return True while a text is being written, which must not be replaced."""
        return self.tab == "text" and self._area is not None and self._typed != self._shown_text

    # -- cards ----------------------------------------------------------------------------------

    def _build_acts(self) -> None:
        Text("p", self.say("lab.cards_hint"), "muted small")
        for title, members in groups(self.speech):
            Text("h3", title)
            for do, name in members:
                card = Container("button", "lab-card", type="button", data_do=do, data_name=name,
                                 data_testid=f"card-{do}", data_key=f"card-{do}")  # fmt: skip
                with card:
                    Text("strong", name)
                    Text("span", cost_said(do, self.speech), "cost")
                    Text("small", risk_of(do, self.speech))

    # -- facts ----------------------------------------------------------------------------------

    def _build_facts(self) -> None:
        document = self.book.reading.document
        Text("p", self.say("lab.facts_hint"), "muted small")
        for fact in FACTS:
            value = fact.value(document)
            if value is not None:
                self._build_fact(fact, value)
        if FACTS[1].value(document) is not None:
            path = FACTS[1].path
            button(self.say("lab.as_if_a_week"),
                   lambda: self.book.edit(edits.set_value(path, WEEK)), "quiet",
                   "as-if-a-week")  # fmt: skip
        self.imports.build()

    def _build_fact(self, fact: Fact, value: float) -> None:
        name = f"fact-{fact.name}"
        with Container("div", "fact"):
            Text("label", self.say(f"lab.fact_{fact.name}"), for_=name)
            Text("output", self._shown(fact, value), for_=name)
            field = text_field("input", lambda _: None, f"{value:g}", type="range", id=name,
                               min=f"{fact.low:g}", max=f"{max(fact.high, value):g}",
                               step=f"{fact.step:g}", data_testid=name, data_key=name)  # fmt: skip

            def changed(text: str) -> Any:
                new = fact.written(float(text))
                return self.book.edit(edits.set_value(fact.path, new))

            def looked(text: str) -> Any:
                new = fact.written(float(text))
                return self.book.preview(edits.set_value(fact.path, new))

            handler = "(event) => emit(event.target.value)"
            field.on("input", lambda event: looked(str(event.args)), throttle=0.12,
                     js_handler=handler)  # fmt: skip
            field.on("change", lambda event: changed(str(event.args)), js_handler=handler)

    def _shown(self, fact: Fact, value: float) -> str:
        if fact.kind == "share":
            return self.speech.percent(value)
        if fact.kind == "hours":
            return self.speech.span(value)
        return self.speech.exact(value)

    # -- plans ----------------------------------------------------------------------------------

    def _build_plans(self) -> None:
        book = self.book
        document, language = book.reading.document, self.speech.language
        path, summary = edits.summary_of(document, book.draft.plan, language)
        title = plan_title(document, book.draft.plan, language)
        with Container("div", "field"):
            Text("label", self.say("lab.plan_summary", plan=title), for_="plan-summary")
            area = text_field("textarea", lambda _: None, summary, rows=3, id="plan-summary",
                              maxlength=4000, data_testid="plan-summary",
                              data_key="plan-summary")  # fmt: skip
            area.on("change", lambda event: book.edit(edits.set_value(path, str(event.args))),
                    js_handler="(event) => emit(event.target.value)")  # fmt: skip
        Text("h2", self.say("lab.new_plan"))
        self._name = ""

        def name(text: str) -> None:
            self._name = text.strip()

        with Container("div", "field"):
            Text("label", self.say("lab.plan_name"), for_="plan-name")
            text_field("input", name, "", type="text", id="plan-name", data_testid="plan-name",
                       maxlength=60, data_key="plan-name")  # fmt: skip
        with Container("div", "row"):
            button(self.say("lab.plan_empty"), lambda: self._new_plan(None), "quiet", "plan-new",
                   data_key="plan-new")  # fmt: skip
            button(self.say("lab.plan_copy", plan=title),
                   lambda: self._new_plan(book.draft.plan), "quiet", "plan-copy",
                   data_key="plan-copy")  # fmt: skip
        if len(plan_names(book.reading.document)) > 1:
            Text("h2", self.say("lab.remove_plan"))
            button(self.say("lab.plan_remove", plan=title),
                   lambda: book.edit(edits.removed_plan(book.draft.plan)), "quiet",
                   "plan-remove", data_key="plan-remove")  # fmt: skip

    async def _new_plan(self, like: str | None) -> None:
        """Add a plan, under a free name unless one was written, and take it in hand."""
        book = self.book
        known = plan_names(book.reading.document)
        name = "-".join(self._name.split()) or self._free(known)
        await book.edit(edits.new_plan(name, self.say("lab.plan_summary_new"), like))
        if name not in known and name in plan_names(book.reading.document):
            await book.choose(plan=name, rival=like or book.draft.plan)

    def _free(self, known: list[str]) -> str:
        base = self.say("lab.plan_word")
        return next(f"{base}-{n}" for n in range(1, 1000) if f"{base}-{n}" not in known)

    # -- the text -------------------------------------------------------------------------------

    def _build_text(self) -> None:
        Text("label", self.say("lab.text_hint"), "muted small", for_="toml-text")
        self._shown_text = self._typed = self.book.draft.text

        def typed(text: str) -> None:
            self._typed = text

        self._area = text_field("textarea", typed, self._shown_text, id="toml-text",
                                data_testid="text", data_key="text",
                                spellcheck="false")  # fmt: skip
        self._area.classes("toml")
        with Container("div", "row"):
            button(self.say("lab.text_apply"), self._apply, "main", "apply-text",
                   data_key="apply-text")  # fmt: skip
            button(self.say("lab.text_back"), lambda: self.show("text"), "quiet")

    async def _apply(self) -> None:
        self._shown_text = self._typed
        await self.book.set_text(self._typed)

    # -- files ----------------------------------------------------------------------------------

    def _build_files(self) -> None:
        book = self.book
        Text("h2", self.say("lab.save_title"))
        Text("p", self.say("lab.save_to", file=book.file.name), "small")
        button(self.say("lab.save"), self.save, "main", "save-file", data_key="save-file")
        build_menu(book, self.speech)
        Text("h2", self.say("lab.address_title"))
        Text("p", self.say("lab.address_hint"), "muted small")
        Text("a", f"/book/{book.name}/{book.history.address}",
             href=f"/book/{book.name}/{book.history.address}")  # fmt: skip
        Text("p", "")
        Text("a", self.say("lab.other_scenarios"), href="/", data_testid="home")

    async def save(self, over: bool = False) -> None:
        """Save the file, and ask again if it was changed elsewhere."""
        try:
            await self.book.save(over)
        except OutputError as wrong:
            self.book.refuse(wrong)
        except InputError:
            self.book.say(self.say("lab.changed_meanwhile", file=self.book.file.name))
            with self.box:
                button(self.say("lab.save_over"), lambda: self.save(True), "sure", "save-over")
        else:
            self.book.say(self.say("lab.saved_to", file=self.book.file.name))
