"""The lab in German and French: no page shows a text of the catalogue, or a key, in English."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.language.speech import Language, texts
from sim.storm.levers import VISIBLE
from tests.browser.conftest import script_errors
from tests.browser.test_lab import OpenLab

pytest.importorskip("nicegui", reason="needs the extra lab")
STORY = """
title = { en = "Out of bread", de = "Kein Brot", fr = "Plus de pain" }
clock = { start = "Sun 12:00", days = 3 }
community = { people = 200 }
incident = { at = "Sun 14:00", affected = 0.5, severity = 0.9, repair = { median = "20h" } }
[plans.no-word]
title = { en = "no word", de = "Kein Wort", fr = "Pas un mot" }
summary = { en = "Nothing.", de = "Nichts.", fr = "Rien." }
[plans.first-word]
title = { en = "first word", de = "Ein Wort", fr = "Un mot" }
summary = { en = "A word.", de = "Ein Wort.", fr = "Un mot." }
[[plans.first-word.steps]]
do = "promise"
at = "Sun 15:00"
deadline = "Sun 18:00"
[plans.second-word]
title = { en = "second word", de = "Zwei Wörter", fr = "Deux mots" }
summary = { en = "Two words.", de = "Zwei Wörter.", fr = "Deux mots." }
like = "first-word"
[[plans.second-word.steps]]
do = "netiquette"
when = "posts_per_hour > 1 and fixed == 0"
[[plans.second-word.steps]]
do = "interim-update"
at = "Mon 09:00"
every = "6h"
until = "fixed"
"""
READ = """() => {
    const found = [document.title], walk = document.createTreeWalker(
        document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement
        if (!parent.closest('script, style, pre, textarea, [href]'))
            found.push(walk.currentNode.textContent)
    }
    for (const name of ['title', 'aria-label', 'alt', 'placeholder', 'aria-valuetext'])
        for (const one of document.querySelectorAll(`[${name}]`))
            found.push(one.getAttribute(name))
    return found.map((text) => text.trim()).filter(Boolean)
}"""
"""Everything that a page says, but for files as they are written and addresses."""
KEYS = re.compile(rf"\b({'|'.join(name for name in VISIBLE if '_' in name)}|\w+-word)\b")
FEWEST_LETTERS = 8
"""Letters of a text with placeholders, beside them, from which it can be told from others."""


def in_english(said: set[str], language: Language) -> list[str]:
    """Return what is said as the English catalogue words it, and not as the language's does."""
    english, own = texts("en"), set(texts(language).values())
    foreign = [text for name, text in english.items() if text not in own and name]
    plain = {text for text in foreign if "{" not in text}
    filled = [
        re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)))
        for text in foreign
        if "{" in text and len(re.sub(r"\{\w+\}|[^A-Za-z]", "", text)) >= FEWEST_LETTERS
    ]
    return sorted(
        text for text in said
        if text in plain or any(form.fullmatch(text) for form in filled)
    )  # fmt: skip


@pytest.fixture(params=["de", "fr"])
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenLab]:
    (tmp_path / "bread.toml").write_text(STORY, encoding="utf-8")
    opened = OpenLab(tmp_path, request.param)
    yield opened
    opened.kill()


def pages(page: Any, lab: OpenLab) -> Iterator[str]:
    """Visit all pages, do there what makes them say more, and name each."""
    site = lab.link.partition("/enter")[0]
    page.goto(f"{site}/enter")
    yield "door"
    page.goto(lab.link)
    page.get_by_test_id("new").wait_for()
    yield "first page"
    page.goto(f"{site}/book/bread")
    page.get_by_test_id("verdict").wait_for()
    page.locator("#plan").select_option("second-word")
    page.locator(".act.inherited").wait_for()
    yield "timeline"
    for tab in ("facts", "plans", "text", "files"):
        page.get_by_test_id(f"tab-{tab}").click()
        page.locator(f"[data-testid=tab-{tab}][aria-selected=true]").wait_for()
        yield tab
    for place in (0, 1):
        page.get_by_test_id(f"act-second-word-{place}").focus()
        page.keyboard.press("Enter")
        page.get_by_test_id("act-form").wait_for()
        yield f"form of act {place}"
    page.goto(f"{site}/book/bread/people")
    page.get_by_test_id("counts").wait_for()
    yield "people"
    page.goto(f"{site}/book/bread/study")
    page.get_by_test_id("sweep").click()
    page.get_by_test_id("study-png").wait_for(timeout=240_000)
    yield "study"
    page.goto(f"{site}/book/bread/exercise")
    page.get_by_test_id("exercise-begin").click()
    page.get_by_test_id("round-0").wait_for()
    for part in ("round", "role", "message"):
        fields = page.locator("fieldset, details").count()
        page.get_by_test_id(f"{part}-add").click()
        page.wait_for_function(
            "(before) => document.querySelectorAll('fieldset, details').length > before", arg=fields
        )
    yield "exercise"


def test_no_page_of_the_lab_shows_english_texts_or_keys(page: Any, lab: OpenLab) -> None:
    page.context.set_default_timeout(120_000)
    assert (
        in_english(set(lab.terminal.read_text(encoding="utf-8").splitlines()), lab.language) == []
    )
    assert "The lab" not in lab.terminal.read_text(encoding="utf-8")
    seen = []
    for name in pages(page, lab):
        said = set(page.evaluate(READ))
        assert in_english(said, lab.language) == [], name  # type: ignore[arg-type]
        assert [text for text in sorted(said) if KEYS.search(text)] == [], name
        seen.append(name)
    assert len(seen) == 12
    assert script_errors(page) == []
    page.get_by_test_id("save").click()
    page.get_by_test_id("message").wait_for()
    written = (lab.folder / "bread.toml").read_text(encoding="utf-8")
    assert re.search(r'en = "New role"|title\.en = "New role"', written), "English is English"
