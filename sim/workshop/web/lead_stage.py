"""The white cell on the facilitator's page: posts, articles and pictures for the stage alone."""

from typing import Any, cast

from nicegui.element import Element

from sim.exercise.pictures import LARGEST_UPLOAD
from sim.exercise.stage_control import LONGEST_AUTHOR, LONGEST_HEADLINE, LONGEST_POST
from sim.exercise.stage_matter import VOICES, StagedPost, Voice
from sim.workshop.web.lead_messages import Act
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.uploads import UPLOAD
from sim.workshop.web.widgets import ConfirmButton, Container, Text, button, select, text_field

DETAIL = "(event) => emit(event.detail)"
LONGEST_TOLD = 300
TYPES = "image/jpeg,image/png,image/webp,image/gif"


class WhiteCell:
    """The form to publish something, and what is on the pages now."""

    def __init__(self, session: WebSession, act: Act, team: str = "") -> None:
        self.session, self.act, self.say = session, act, session.speech.say
        self._written = {"author": "", "headline": "", "text": ""}
        self._choices = {"voice": "affected", "onto": team}
        self._picture = ""
        self._shown: object = None
        Text("p", self.say("stage.staged_only"), "staged-note", data_testid="staged-only")
        self._form = Container("div", "publish-form")
        self._list = Container("div", "staged-list")

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed. What is being written stays."""
        teams = tuple(snapshot.teams)
        shown = (teams, snapshot.staged)
        if self._shown is None or cast("tuple[Any, ...]", self._shown)[0] != teams:
            self._build_form(teams)
        if shown != self._shown:
            self._build_list(snapshot.staged)
        self._shown = shown

    def _build_form(self, teams: tuple[str, ...]) -> None:
        self._form.clear()
        if self._choices["onto"] not in teams:
            self._choices["onto"] = ""
        onto = [("", self.say("all_teams")), *((name, name) for name in teams)]
        with self._form:
            with Container("div", "row"):
                self._build_choice("onto", onto)
                self._build_choice("voice", [(v, self.say(f"stage.voice_{v}")) for v in VOICES])
            self._build_field("author", LONGEST_AUTHOR)
            self._headline = self._build_field("headline", LONGEST_HEADLINE)
            self._headline.set_visibility(self._choices["voice"] == "press")
            self._build_field("text", LONGEST_POST)
            self._build_picture()
            button(self.say("stage.publish"), self._publish, "main", "publish")

    def _build_choice(self, kind: str, options: list[tuple[str, str]]) -> None:
        def choose(value: str) -> None:
            self._choices[kind] = value
            self._headline.set_visibility(self._choices["voice"] == "press")

        name = f"publish-{kind}"
        with Container("div", "field inline"):
            Text("label", self.say(f"stage.{kind}"), for_=name)
            select(choose, options, self._choices[kind], id=name, data_testid=name)

    def _build_field(self, kind: str, longest: int) -> Element:
        def write(value: str) -> None:
            self._written[kind] = value

        name = f"publish-{kind}"
        with Container("div", "field") as field:
            label = "stage.post_text" if kind == "text" else f"stage.{kind}"
            Text("label", self.say(label), for_=name)
            tag, rows = ("textarea", 3) if kind == "text" else ("input", None)
            text_field(tag, write, self._written[kind], rows=rows, maxlength=longest, id=name,
                       data_testid=name)  # fmt: skip
        return field

    def _build_picture(self) -> None:
        with Container("div", "field"):
            Text("label", self.say("stage.picture"), for_="publish-picture")
            wrong = self.say("stage.refused_no_picture", mb=LARGEST_UPLOAD // 1_000_000)
            # Browsers write the button of a file's input in their own language, not the page's.
            with Container("span", "file-chooser"):
                Text("span", self.say("stage.picture_choose"), "button", aria_hidden="true")
                chooser = Container("input", "", type="file", accept=TYPES, id="publish-picture",
                                data_upload=UPLOAD, data_largest=LARGEST_UPLOAD, data_wrong=wrong,
                                aria_describedby="publish-picture-hint",
                                data_testid="publish-picture")  # fmt: skip
            chooser.on("uploaded", lambda event: self._take_picture(event.args), js_handler=DETAIL)
            Text("p", self.say("stage.picture_hint"), "hint", id="publish-picture-hint")
            self._preview = Container("div", "preview-place", aria_live="polite")
        self._show_preview()

    def _take_picture(self, told: Any) -> None:
        """Take the key of an uploaded picture, or say why there is none."""
        answer = told if isinstance(told, dict) else {}
        key, wrong = str(answer.get("picture", "")), str(answer.get("wrong", ""))[:LONGEST_TOLD]
        self._picture = key if self.session.waiting_pictures.get(key) else ""
        self._show_preview("" if self._picture else wrong or self.say("refused_otherwise"))

    def _show_preview(self, wrong: str = "") -> None:
        self._preview.clear()
        with self._preview:
            if wrong:
                Text("p", wrong, "reply-wrong", data_testid="picture-wrong")
            if self._picture:
                Container("img", "picture preview", src=f"/picture/{self._picture}",
                          alt=self.say("stage.picture_alt"), data_testid="preview")  # fmt: skip
                button(self.say("stage.picture_drop"), self._drop_picture, "quiet", "drop-picture")

    def _drop_picture(self) -> None:
        self._picture = ""
        self._show_preview()

    async def _publish(self) -> None:
        session, written, team = self.session, dict(self._written), self._choices["onto"] or None
        voice = cast(Voice, self._choices["voice"])
        picture = session.waiting_pictures.get(self._picture) if self._picture else b""

        def publish() -> None:
            session.exercise.publish(
                voice, written["author"], written["text"], team, written["headline"], picture
            )

        if await self.act(publish):
            self._written |= {"headline": "", "text": ""}
            self._picture = ""
            self._build_form(tuple(session.snapshot.teams))

    def _build_list(self, staged: tuple[StagedPost, ...]) -> None:
        self._list.clear()
        if not staged:
            return
        with self._list:
            Text("h3", self.say("stage.published", n=len(staged)))
            for each in reversed(staged):
                self._build_item(each)

    def _build_item(self, each: StagedPost) -> None:
        onto = each.team or self.say("all_teams")
        voice, number = self.say(f"stage.voice_{each.voice}"), each.number
        moment = self.say("round_short", n=each.round + 1)

        def withdraw() -> Any:
            return self.act(lambda: self.session.exercise.withdraw(number))

        with Container("div", "staged-item", data_testid=f"staged-{number}"):
            Text("p", f"{each.author} → {onto} · {voice} · {moment}", "muted small")
            if each.headline:
                Text("p", each.headline, "headline")
            if each.text:
                Text("p", each.text)
            if each.picture:
                Container("img", "picture", src=f"/picture/{each.picture}", loading="lazy",
                          alt=self.say("stage.picture_alt"))  # fmt: skip
            ConfirmButton(self.say("stage.withdraw"), self.say("really_remove"), withdraw,
                          f"withdraw-{number}")  # fmt: skip
