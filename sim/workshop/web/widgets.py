"""Parts of a page: plain elements of HTML, which a browser and a screen reader know well."""

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import background_tasks, ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from sim.workshop.web.markup import Markup, tag

Pressed = Callable[[], Any]
VALUE = "(event) => emit(event.target.value)"
CHECKED = "(event) => emit(event.target.checked)"
TYPING = 0.4
"""Seconds between two messages while somebody types."""


class Text(TextElement):
    """An element with a text; the text is never read as HTML."""

    def __init__(self, tag: str, text: str, classes: str = "", **attributes: object) -> None:
        super().__init__(tag=tag, text=text)
        dress(self, classes, attributes)


class Container(Element):
    """An element that holds others."""

    def __init__(self, tag: str, classes: str = "", **attributes: object) -> None:
        super().__init__(tag)
        dress(self, classes, attributes)


def dress(element: Element, classes: str, attributes: dict[str, object]) -> None:
    """Classes and attributes; ``_`` in a name is a hyphen, None and False leave it away."""
    if classes:
        element.classes(classes)
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        if value is None or value is False:
            element.props.pop(key, None)
        else:
            element.props[key] = "" if value is True else str(value)
    element.update()


def shown(markup: Markup, tag: str = "div", classes: str = "", **attributes: object) -> ui.html:
    """HTML of escaped parts."""
    element = ui.html(markup, sanitize=False, tag=tag)
    dress(element, classes, attributes)
    return element


def button(
    text: str, pressed: Pressed, classes: str = "", name: str = "", **attributes: object
) -> Text:
    """A button; whoever is fast presses it once."""
    element = Text("button", text, f"button {classes}", type="button", data_testid=name or None)
    dress(element, "", attributes)
    element.on("click", pressed, js_handler="() => emit()")
    return element


def typed(
    tag: str, changed: Callable[[str], Any], value: str, classes: str = "", **attributes: object
) -> Element:
    """A field to write into, that tells what is in it.

    What it begins with is set as its default, so that nothing but the person ever changes
    what is being written.
    """
    if tag == "textarea":
        element: Element = Text(tag, value, classes, **attributes)
    else:
        element = Container(tag, classes, **attributes)
        element.props["^value"] = value
    element.on("input", lambda event: changed(str(event.args)), throttle=TYPING,
               leading_events=False, js_handler=VALUE)  # fmt: skip
    element.on("change", lambda event: changed(str(event.args)), js_handler=VALUE)
    return element


def ticked(changed: Callable[[bool], Any], value: bool, **attributes: object) -> Element:
    """A box to tick."""
    element = Container("input", "tick", type="checkbox", **attributes)
    if value:
        element.props["^checked"] = ""
    element.on("change", lambda event: changed(bool(event.args)), js_handler=CHECKED)
    return element


def chosen(
    changed: Callable[[str], Any],
    options: Sequence[tuple[str, str]] | Sequence[tuple[str, Sequence[tuple[str, str]]]],
    value: str,
    **attributes: object,
) -> Element:
    """A list to choose from: values and what they are called, or groups of them."""
    with Container("select", "select", **attributes) as element:
        for first, second in options:
            if isinstance(second, str):
                option(first, second, value)
                continue
            with Container("optgroup", label=first):
                for inner, called in second:
                    option(inner, called, value)
    element.on("change", lambda event: changed(str(event.args)), js_handler=VALUE)
    return element


def option(value: str, called: str, now: str) -> None:
    """One option of a list."""
    element = Text("option", called)
    element.props["^value"] = value
    if value == now:
        element.props["^selected"] = ""


def later(work: Any, name: str) -> None:
    """Begin something that takes time, on behalf of this page."""
    background_tasks.create(work, name=name)


class LivePart:
    """A part of the page that is sent again only when something in it has changed."""

    def __init__(self, tag_name: str = "div", classes: str = "", **attributes: object) -> None:
        self.element = shown(tag("span"), tag_name, classes, **attributes)
        self._stamp: object = object()

    def renew(self, stamp: object, make: Callable[[], Markup]) -> None:
        """Show this, if the stamp is another than before."""
        if stamp != self._stamp:
            self._stamp = stamp
            self.element.set_content(make())


class Notices:
    """What somebody is told, politely: the last two things, each until it is put away."""

    def __init__(self, within: Element, close: str, kind: str = "") -> None:
        self._close, self._kind = close, kind
        self._told: dict[Container, str] = {}
        with within:
            self.box = Container("div", "notices", role="status", aria_live="polite",
                           data_testid="notices")  # fmt: skip

    def tell(self, text: str) -> None:
        """Tell something; once, however often it happens."""
        for one in [one for one, said in self._told.items() if said == text]:
            self._put_away(one)
        with self.box, Container("div", f"notice {self._kind}") as one:
            Text("p", text)
            button("×", lambda: self._put_away(one), "close", aria_label=self._close)
        self._told[one] = text
        for old in list(self._told)[:-2]:
            self._put_away(old)

    def _put_away(self, one: Container) -> None:
        if self._told.pop(one, None) is not None:
            one.delete()


class ConfirmButton:
    """A button for what cannot be taken lightly: it asks once more before it does it."""

    def __init__(self, text: str, again: str, pressed: Pressed, name: str) -> None:
        self.text, self.again, self._pressed = text, again, pressed
        self._sure = False
        self.element = button(text, self._press, "quiet", name)
        self.element.on("blur", self._calm, js_handler="() => emit()")

    def _press(self) -> Any:
        if not self._sure:
            self._sure = True
            self.element.set_text(self.again)
            self.element.classes(add="sure")
            return None
        self._calm()
        return self._pressed()

    def _calm(self) -> None:
        self._sure = False
        self.element.set_text(self.text)
        self.element.classes(remove="sure")
