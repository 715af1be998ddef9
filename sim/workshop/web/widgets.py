"""Widgets of the pages: plain elements of HTML, which browsers and screen readers know well."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from markupsafe import Markup
from nicegui import background_tasks, ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

Pressed = Callable[[], Any]
Options = Sequence[tuple[str, str]] | Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Values and their labels, or groups of them."""
VALUE = "(event) => emit(event.target.value)"
CHECKED = "(event) => emit(event.target.checked)"
TYPING = 0.4
"""Seconds between two messages while a person types."""
PAUSE = 0.7
"""Seconds without a change from which a person has stopped typing."""
LONGEST_TEXT = 10_000
"""Characters of a field that names no length of its own."""
MOST_NOTICES = 2


class Text(TextElement):
    """An element with a text, which is never read as HTML."""

    def __init__(self, tag: str, text: str, classes: str = "", **attributes: object) -> None:
        super().__init__(tag=tag, text=text)
        dress(self, classes, **attributes)


class Container(Element):
    """An element that holds others."""

    def __init__(self, tag: str, classes: str = "", **attributes: object) -> None:
        super().__init__(tag)
        dress(self, classes, **attributes)


def dress(element: Element, classes: str = "", **attributes: object) -> None:
    """Set classes and attributes. A ``_`` is a hyphen. None and False remove an attribute."""
    if classes:
        element.classes(classes)
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        if value is None or value is False:
            element.props.pop(key, None)
        else:
            element.props[key] = "" if value is True else str(value)
    element.update()


def section(name: str, title: str, classes: str = "panel", **attributes: object) -> Container:
    """Return a part of the page with its heading."""
    part = Container("section", classes, aria_labelledby=f"{name}-title", **attributes)
    with part:
        Text("h2", title, id=f"{name}-title")
    return part


def html(markup: Markup, tag: str = "div", classes: str = "", **attributes: object) -> ui.html:
    """Show HTML whose texts are escaped already."""
    element = ui.html(markup, sanitize=False, tag=tag)
    dress(element, classes, **attributes)
    return element


def button(
    text: str, pressed: Pressed, classes: str = "", name: str = "", **attributes: object
) -> Text:
    """Show a button."""
    element = Text("button", text, f"button {classes}", type="button", data_testid=name or None)
    dress(element, "", **attributes)
    element.on("click", pressed, js_handler="() => emit()")
    return element


def text_field(
    tag: str, changed: Callable[[str], Any], value: str, **attributes: object
) -> Element:
    """Show a field that reports what is written. Its first content is only its default.

    Whatever a browser sends, it is no longer than ``maxlength``.
    """
    longest = int(str(attributes.get("maxlength", LONGEST_TEXT)))

    def report(event: Any) -> Any:
        return changed(str(event.args)[:longest])

    if tag == "textarea":
        element: Element = Text(tag, value, "", **attributes)
    else:
        element = Container(tag, "", **attributes)
        element.props["^value"] = value
    element.on("input", report, throttle=TYPING, leading_events=False, js_handler=VALUE)
    element.on("change", report, js_handler=VALUE)
    return element


class AfterPause:
    """Work that waits until nothing has changed for a moment, such as showing how words read."""

    def __init__(
        self, element: Element, ahead: Callable[[], object], work: Callable[[], object]
    ) -> None:
        """Do nothing yet. Once the element is gone, nothing is done any more.

        ``ahead`` is done first, beside the server: what takes long belongs there.
        """
        self._element, self._ahead, self._work = element, ahead, work
        self._due: asyncio.TimerHandle | None = None

    def __call__(self) -> None:
        """Do the work after a pause, counted from the latest call."""
        if self._due is not None:
            self._due.cancel()
        loop = asyncio.get_running_loop()
        self._due = loop.call_later(PAUSE, lambda: background_tasks.create(self._do()))

    async def _do(self) -> None:
        await asyncio.to_thread(self._ahead)
        if not self._element.is_deleted:
            self._work()


def checkbox(changed: Callable[[bool], Any], value: bool, **attributes: object) -> Element:
    """Show a box to tick."""
    element = Container("input", "tick", type="checkbox", **attributes)
    if value:
        element.props["^checked"] = ""
    element.on("change", lambda event: changed(event.args is True), js_handler=CHECKED)
    return element


def select(
    changed: Callable[[str], Any], options: Options, value: str, **attributes: object
) -> Element:
    """Show a list to choose from. What is not in it cannot be chosen, whatever is sent."""
    offered: set[str] = set()
    shown = Markup()
    for first, second in options:
        if isinstance(second, str):
            offered.add(first)
            shown += _option(first, second, value)
            continue
        offered.update(inner for inner, _ in second)
        group = Markup().join(_option(inner, label, value) for inner, label in second)
        shown += Markup('<optgroup label="{}">{}</optgroup>').format(first, group)
    element = html(shown, "select", "select", **attributes)

    def choose(event: Any) -> Any:
        return changed(event.args) if event.args in offered else None

    element.on("change", choose, js_handler=VALUE)
    return element


def _option(value: str, label: str, selected: str) -> Markup:
    chosen = Markup(" selected") if value == selected else Markup()
    return Markup('<option value="{}"{}>{}</option>').format(value, chosen, label)


def in_background(work: Coroutine[Any, Any, Any], name: str) -> None:
    """Begin something that takes time, on behalf of this page."""
    background_tasks.create(work, name=name)


class LivePart:
    """A part of the page that is sent again only when something in it has changed."""

    def __init__(self, tag: str = "div", classes: str = "", **attributes: object) -> None:
        self.element = html(Markup(), tag, classes, **attributes)
        self._stamp: object = object()

    def renew(self, stamp: object, make: Callable[[], Markup]) -> None:
        """Show this if the stamp has changed."""
        if stamp != self._stamp:
            self._stamp = stamp
            self.element.set_content(make())


class Notices:
    """Messages to a person: the last two, each until it is closed."""

    def __init__(self, within: Element, close: str, kind: str = "") -> None:
        self._close_label, self._kind = close, kind
        self._shown: dict[Container, str] = {}
        with within:
            self.box = Container("div", "notices", role="status", aria_live="polite",
                                 data_testid="notices")  # fmt: skip

    def show(self, text: str) -> None:
        """Show a message, once however often it comes."""
        for notice in [each for each, shown in self._shown.items() if shown == text]:
            self._close(notice)
        with self.box, Container("div", f"notice {self._kind}") as notice:
            Text("p", text)
            button("×", lambda: self._close(notice), "close", aria_label=self._close_label)
        self._shown[notice] = text
        for old in list(self._shown)[:-MOST_NOTICES]:
            self._close(old)

    def _close(self, notice: Container) -> None:
        if self._shown.pop(notice, None) is not None:
            notice.delete()


class ConfirmButton:
    """A button that asks once more before it does something serious."""

    def __init__(
        self, text: str, question: str | Callable[[], str], pressed: Pressed, name: str
    ) -> None:
        self.text, self.question, self._pressed = text, question, pressed
        self._asked = False
        self.element = button(text, self._press, "quiet", name)
        self.element.on("blur", self._reset, js_handler="() => emit()")

    def _press(self) -> Any:
        if not self._asked:
            self._asked = True
            asked = self.question if isinstance(self.question, str) else self.question()
            self.element.set_text(asked)
            self.element.classes(add="sure")
            return None
        self._reset()
        return self._pressed()

    def _reset(self) -> None:
        self._asked = False
        self.element.set_text(self.text)
        self.element.classes(remove="sure")
