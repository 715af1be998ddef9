"""What people write shows on every machine: emoji are drawn, and need no font."""

import re
from xml.etree import ElementTree

import pytest

from sim.exercise.icons import ICONS, icon, with_icons
from sim.language.typesetting import LANGUAGES
from sim.scenario.library import shipped
from tests.language.refusals import SIM

EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff]")


@pytest.mark.parametrize("sign", ICONS)
def test_an_icon_is_a_picture_without_anything_from_outside(sign: str) -> None:
    root = ElementTree.fromstring(str(icon(sign)))
    assert root.get("aria-hidden") == "true"
    assert root.get("stroke") == "currentColor"
    assert not re.search(r"href|url|style|<text", str(icon(sign)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_emoji_that_people_write_has_its_icon(language) -> None:
    texts = (SIM / "exercise" / "words" / f"posts.{language}.toml").read_text("utf-8")
    texts += "".join(path.read_text("utf-8") for path in shipped().values())
    found = set(EMOJI.findall(texts))
    assert len(found) > 15
    assert found <= set(ICONS)


def test_a_text_keeps_its_words_and_its_marks_as_text() -> None:
    shown = with_icons("Thanks <b> ☀️ & 😡😡")
    assert shown.startswith("Thanks &lt;b&gt; <svg")
    assert " &amp; " in shown
    assert shown.count("<svg") == 3
    assert not EMOJI.search(shown)
    assert "\ufe0f" not in shown


def test_no_page_is_written_with_signs_that_need_a_font_of_their_own() -> None:
    pages = [path for folder in ("workshop", "exercise", "lab", "reports")
             for path in (SIM / folder).rglob("*.html")]  # fmt: skip
    assert len(pages) > 20
    signs = re.compile(r'drawn\("[^"]+"\)')
    for page in pages:
        assert not EMOJI.search(signs.sub("", page.read_text("utf-8"))), page
