"""The first page: scenarios to open, and a new one. And the door of a lab in a network."""

from typing import Any

from markupsafe import Markup
from nicegui import ui

from sim.errors import InputError
from sim.lab.web.desk import LabDesk
from sim.scenario.library import shipped
from sim.workshop.web.widgets import Container, Text, button, html, text_field


def build_first_page(desk: LabDesk) -> None:
    """Offer files of the folder, shipped scenarios, and a new one."""
    say = desk.speech.say
    with Container("main", "lab-door"):
        Text("h1", say("lab.app"))
        Text("p", say("lab.first_hint"), "muted")
        refused = Container("div", "", role="alert", data_testid="refused")
        _build_new(desk, refused)
        if own := desk.files():
            Text("h2", say("lab.own_files"))
            _build_list(desk, own, say("lab.in_this_folder"))
        Text("h2", say("lab.shipped"))
        _build_list(desk, [name for name in shipped() if name not in own], say("lab.comes_along"))


def _build_list(desk: LabDesk, names: list[str], said: str) -> None:
    with Container("div", "list"):
        for name in names:
            with Container("a", "", href=f"/book/{name}", data_testid=f"open-{name}"):
                Text("strong", desk.title_of(name))
                Text("small", f"{name} · {said}")


def _build_new(desk: LabDesk, refused: Container) -> None:
    say = desk.speech.say
    chosen = {"name": ""}

    def name(text: str) -> None:
        chosen["name"] = text.strip()

    def begin() -> Any:
        wanted = "-".join(chosen["name"].split()) or _free_name(desk)
        try:
            desk.new(wanted)
        except InputError as wrong:
            refused.clear()
            with refused:
                Text("p", str(wrong), "notice warn")
            return
        ui.navigate.to(f"/book/{wanted}")

    def begin_with(text: str) -> Any:
        name(text)  # its last letters may still be on their way
        return begin()

    Text("h2", say("lab.new_scenario"))
    with Container("div", "field"):
        Text("label", say("lab.new_name"), for_="new-name")
        with Container("div", "row"):
            field = text_field("input", name, "", type="text", id="new-name", maxlength=60,
                               data_testid="new-name")  # fmt: skip
            field.on("keydown.enter", lambda event: begin_with(str(event.args)),
                     js_handler="(event) => emit(event.target.value)")  # fmt: skip
            button(say("lab.begin"), begin, "main", "new")


def _free_name(desk: LabDesk) -> str:
    word = desk.speech.say("lab.scenario_word")
    taken = {*desk.files(), *desk.books, *shipped()}
    return next(f"{word}-{n}" for n in range(1, 10_000) if f"{word}-{n}" not in taken)


def build_door(desk: LabDesk, wrong: bool) -> None:
    """Ask for the password, or say where the link is."""
    say = desk.speech.say
    with Container("main", "lab-door"):
        Text("h1", say("lab.app"))
        if wrong:
            Text("p", say("lab.wrong_word"), "notice warn", role="alert")
        if desk.password is None:
            Text("p", say("lab.use_the_link"))
            return
        html(
            Markup(
                '<form method="post" action="/enter" class="form"><div class="field">'
                '<label for="password">{}</label><input id="password" name="password" '
                'type="password" data-testid="password" autofocus></div>'
                '<button class="button main" type="submit" data-testid="enter">{}</button></form>'
            ).format(say("lab.password"), say("lab.come_in"))
        )
