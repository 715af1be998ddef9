"""The lab in a real browser: by mouse alone, by keyboard alone, and against mishaps."""

import json
import os
import re
import subprocess
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.scenario import load_scenario
from tests.browser.conftest import requests_outside, script_errors, serious_violations
from tests.workshop.rooms import COMMAND, PATIENCE, STARTED, free_port

pytest.importorskip("nicegui", reason="needs the extra lab")
DESKTOP = {"width": 1280, "height": 720}
TABLET = {"width": 820, "height": 1180}
TWICE = """() => {
    const names = [...document.querySelectorAll('[id], [data-testid]')]
        .flatMap((each) => [each.id && `#${each.id}`, each.dataset.testid]).filter(Boolean)
    return names.filter((name, place) => names.indexOf(name) !== place)
}"""
"""Names that more than one element of a page has."""


class OpenLab:
    """A lab that runs in a process of its own."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.folder, self.language, self.port = folder, language, free_port()
        self.start()

    def start(self) -> None:
        words = ["lab", "--folder", str(self.folder), "--port", str(self.port)]
        with self.terminal.open("w") as told:
            self.process = subprocess.Popen(
                [*COMMAND[:-1], *words, "--language", self.language], stdout=told,
                stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip
        waited = time.monotonic() + PATIENCE
        while STARTED not in (said := self.terminal.read_text()):
            assert self.process.poll() is None, said
            assert time.monotonic() < waited, f"the lab did not open: {said}"
            time.sleep(0.1)
        found = re.search(r"\S+/enter/[^\s?]+", said)
        assert found is not None
        self.link = found[0].replace("127.0.0.1", "localhost")

    @property
    def terminal(self) -> Path:
        return self.folder / "terminal.txt"

    def kill(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait(20)


@pytest.fixture(autouse=True)
def patience(page: Any) -> None:
    page.context.set_default_timeout(120_000)  # other tests may be busy on the same cores


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLab]:
    sim.simulate(load_scenario("single-complaint"))  # the rules are compiled once for all
    opened = OpenLab(tmp_path_factory.mktemp("lab"))
    yield opened
    opened.kill()


def opened(page: Any, lab: OpenLab, name: str) -> None:
    page.goto(f"{lab.link}?to=/book/{name}")
    page.get_by_test_id("verdict").wait_for(timeout=120_000)


def drag(page: Any, what: str, dx: float) -> None:
    box = page.get_by_test_id(what).bounding_box()
    x, y = box["x"] + 5, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y, steps=4)
    page.mouse.move(x + dx, y, steps=4)
    page.mouse.up()


def pixels(page: Any, hours: float) -> float:
    """The width of so many hours on the timeline."""
    return page.evaluate(
        "(hours) => document.querySelector('.acts-lane .lane-area').getBoundingClientRect().width"
        " * hours / parseFloat(document.getElementById('timeline').dataset.length)", hours
    )  # fmt: skip


def counted(page: Any, acts: int) -> None:
    """Wait until so many acts stand on the timeline."""
    page.wait_for_function(
        "(acts) => document.querySelectorAll('.act').length === acts", arg=acts, timeout=120_000
    )


def text_of(page: Any, name: str) -> str:
    return str(page.get_by_test_id(name).inner_text())


def wait_for_another(page: Any, name: str, before: str) -> str:
    page.wait_for_function(
        "([name, before]) => { const e = document.querySelector(`[data-testid=${name}]`);"
        " return e && e.innerText !== before }", arg=[name, before], timeout=120_000
    )  # fmt: skip
    return text_of(page, name)


def saved(lab: OpenLab, name: str, page: Any) -> dict[str, Any]:
    page.wait_for_selector("[data-testid=saved][data-saved=yes]")
    load_scenario(lab.folder / f"{name}.toml")
    return tomllib.loads((lab.folder / f"{name}.toml").read_text())


def test_by_mouse_alone_from_an_empty_page_to_a_saved_scenario(page: Any, lab: OpenLab) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto(lab.link)
    page.get_by_test_id("new").click()
    page.get_by_test_id("verdict").wait_for(timeout=120_000)
    name = re.search(r"/book/([\w-]+)", page.url)[1]
    page.get_by_test_id("tab-plans").click()
    page.get_by_test_id("plan-new").click()
    page.wait_for_function("document.getElementById('plan').value === 'plan-1'")
    page.get_by_test_id("tab-acts").click()
    card, area = page.get_by_test_id("card-roadmap").bounding_box(), page.get_by_test_id("timeline")
    page.mouse.move(card["x"] + 20, card["y"] + 10)
    page.mouse.down()
    box = area.bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 60, steps=6)
    page.mouse.up()
    page.get_by_test_id("act-plan-1-0").wait_for()
    page.get_by_test_id("done").click()
    page.get_by_test_id("card-apology").click()
    page.get_by_test_id("act-plan-1-1").wait_for()
    page.get_by_test_id("switch").click()
    page.locator(".act.off").wait_for()
    page.get_by_test_id("save").click()
    document = saved(lab, name, page)
    assert [step["do"] for step in document["plans"]["plan-1"]["steps"]] == ["roadmap"]
    assert '# off: do = "apology"' in (lab.folder / f"{name}.toml").read_text()
    assert requests_outside(page) == []
    assert script_errors(page) == []


def reach(page: Any, name: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.testid || ''") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_by_keyboard_alone_from_an_empty_page_to_a_saved_scenario(page: Any, lab: OpenLab) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto(lab.link)
    page.get_by_test_id("new-name").wait_for()
    reach(page, "new-name")
    page.keyboard.type("typed")
    page.keyboard.press("Enter")
    page.get_by_test_id("verdict").wait_for(timeout=120_000)
    reach(page, "act-promise-0")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name=re.compile(r"promise, Mon\s10:00")).wait_for()
    page.keyboard.press("Shift+ArrowRight")  # the focus has stayed
    page.get_by_role("button", name=re.compile(r"promise, Mon\s16:00")).wait_for()
    page.keyboard.press("Enter")
    page.get_by_test_id("act-form").wait_for()
    reach(page, "field-words")
    page.keyboard.press("Control+a")
    page.keyboard.type("We are late.")
    page.keyboard.press("Tab")
    page.wait_for_timeout(500)
    reach(page, "save")
    page.keyboard.press("Enter")
    step = saved(lab, "typed", page)["plans"]["promise"]["steps"][0]
    assert (step["at"], step["words"]) == ("Mon 16:00", "We are late.")


def test_a_promise_dragged_over_the_repair_changes_curve_and_sentence(
    page: Any, lab: OpenLab
) -> None:
    page.set_viewport_size(DESKTOP)
    opened(page, lab, "analytics-outage")
    sentence, curve = text_of(page, "verdict"), page.get_by_test_id("chart").inner_html()
    drag(page, "end-as-it-happened-0", pixels(page, 110.0))
    page.wait_for_function(
        "(before) => document.querySelector('[data-testid=chart]').innerHTML !== before", arg=curve
    )
    assert wait_for_another(page, "verdict", sentence) != sentence
    page.get_by_test_id("undo").click()
    page.locator(".act.broken").first.wait_for()


def test_two_tabs_are_of_one_mind_and_a_killed_lab_loses_nothing(
    new_page: Any, lab: OpenLab
) -> None:
    one = new_page(viewport=DESKTOP)
    one.context.set_default_timeout(120_000)
    opened(one, lab, "single-complaint")
    other = one.context.new_page()
    other.goto(one.url)
    other.get_by_test_id("verdict").wait_for(timeout=120_000)
    acts, before = one.locator(".act").count(), one.url
    one.get_by_test_id("card-netiquette").click()
    for page in (one, other):
        counted(page, acts + 1)
    one.wait_for_function("(before) => location.href !== before", arg=before)
    address = one.url
    lab.kill()
    lab.start()
    one.goto(f"{lab.link}?to=/book/single-complaint")
    counted(one, acts + 1)
    one.get_by_test_id("undo").click()
    counted(one, acts)
    one.goto(address)
    counted(one, acts + 1)


def test_a_script_in_any_text_stays_a_text(page: Any, lab: OpenLab) -> None:
    bad = "<script>window.bad=1</script><img src=x onerror='window.bad=1'>"
    text = (
        f"title = {json.dumps(bad)}\nclock = {{ start = 'Mon 06:00', days = 3 }}\n"
        "[incident]\nat = 'Mon 08:00'\naffected = 0.3\n"
        f"[plans.a]\nsummary = {json.dumps(bad)}\n"
        f"[[plans.a.steps]]\ndo = 'apology'\nat = '+4h'\nname = {json.dumps(bad)}\n"
        f"words = {json.dumps(bad)}\n[[plans.a.steps]]\ndo = 'roadmap'\nafter = {json.dumps(bad)}\n"
        "[plans.silence]\nsummary = 'none'\n"
    )
    (lab.folder / "bad.toml").write_text(text)
    opened(page, lab, "bad")
    page.get_by_test_id("plan").select_option("a")
    page.get_by_test_id("act-a-0").click()
    page.get_by_test_id("act-form").wait_for()
    page.get_by_test_id("done").click()
    for tab in ("plans", "text", "files"):
        page.get_by_test_id(f"tab-{tab}").click()
        page.wait_for_timeout(200)
    assert page.evaluate("window.bad") is None
    assert "<script>" in page.locator("h1").inner_text()


def test_mistakes_in_the_text_are_shown_and_can_be_mended(page: Any, lab: OpenLab) -> None:
    opened(page, lab, "single-complaint")
    page.get_by_test_id("tab-text").click()
    area = page.get_by_test_id("text")
    whole = area.input_value()
    area.fill(whole.replace("[clock]", "[klock]", 1))
    page.get_by_test_id("apply-text").click()
    page.get_by_test_id("problems").wait_for()
    assert "klock" in page.locator(".problems").inner_text()
    page.get_by_test_id("undo").click()
    page.get_by_test_id("problems").wait_for(state="detached")


def test_nobody_comes_in_without_the_link(new_page: Any, lab: OpenLab) -> None:
    page = new_page()
    base = lab.link.split("/enter")[0]
    for path in ("/", "/book/analytics-outage", "/book/analytics-outage/file/toml"):
        page.goto(base + path)
        assert page.url.endswith("/enter")
    page.goto(f"{base}/enter/wrong")
    page.get_by_role("alert").wait_for()


@pytest.mark.parametrize("size", [DESKTOP, TABLET], ids=["desktop", "tablet"])
def test_everybody_can_use_it(page: Any, lab: OpenLab, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    opened(page, lab, "analytics-outage")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious_violations(page) == []
    for tab in ("facts", "plans", "text", "files"):
        page.get_by_test_id(f"tab-{tab}").click()
        page.wait_for_timeout(300)
        assert serious_violations(page, ".side-panel") == [], tab
        assert page.evaluate(TWICE) == [], tab
    page.get_by_test_id("act-as-it-happened-0").click()
    page.get_by_test_id("act-form").wait_for()
    assert serious_violations(page, ".side-panel") == []


def test_files_can_be_taken_along(page: Any, lab: OpenLab) -> None:
    opened(page, lab, "single-complaint")
    page.get_by_test_id("tab-files").click()
    base = lab.link.split("/enter")[0]
    for kind, begins in (
        ("toml", b""),
        ("png", b"\x89PNG"),
        ("svg", b"<?xml"),
        ("csv", b"\xef\xbb\xbfmeasure,"),
    ):
        link = page.get_by_test_id(f"file-{kind}").get_attribute("href")
        answer = page.request.get(base + link, timeout=120_000)
        assert answer.ok
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.body().startswith(begins), kind


def test_people_studies_and_the_exercise_are_pages_for_everybody(page: Any, lab: OpenLab) -> None:
    page.set_viewport_size(TABLET)
    opened(page, lab, "quiet-week")
    page.get_by_test_id("page-people").click()
    page.get_by_test_id("counts").wait_for()
    before = text_of(page, "moment")
    page.get_by_test_id("scrub").press("End")
    wait_for_another(page, "moment", before)
    assert serious_violations(page) == []
    page.get_by_test_id("page-study").click()
    page.get_by_test_id("sweep").wait_for()
    assert serious_violations(page) == []
    page.get_by_test_id("page-exercise").click()
    page.get_by_test_id("exercise-begin").click()
    page.get_by_test_id("round-0").wait_for()
    page.get_by_test_id("exercise-rounds-0-minutes").fill("5")
    page.get_by_test_id("exercise-rounds-0-minutes").press("Tab")
    page.get_by_test_id("exercise-goals").fill("See who waits.\nSay what is known.")
    page.get_by_test_id("exercise-goals").press("Tab")
    page.get_by_test_id("exercise-roles-lead-duties").select_option("writes")
    page.get_by_test_id("exercise-roles-lead-tasks").fill("Read the page.\nName a time.")
    page.get_by_test_id("exercise-roles-lead-tasks").press("Tab")
    page.get_by_test_id("characters-take").click()
    page.get_by_test_id("character-1").locator("summary").click()
    page.get_by_test_id("exercise-characters-1-name-en").fill("<b>Grete</b>")
    page.get_by_test_id("exercise-characters-1-name-en").press("Tab")
    page.get_by_test_id("character-1").get_by_text("<b>Grete</b> · keeps waiting").wait_for()
    page.get_by_test_id("message-0").locator("summary").press("Enter")
    page.get_by_test_id("exercise-injects-0-when-add").click()
    number = page.get_by_test_id("exercise-injects-0-when-0-number")
    number.fill("7")
    number.press("Tab")
    page.get_by_test_id("exercise-injects-0-at-time").fill("23:45")
    page.get_by_test_id("exercise-injects-0-at-time").press("Tab")
    page.get_by_test_id("message-0").get_by_text(re.compile(r"Mon\s23:45 · Board")).wait_for()
    page.get_by_test_id("undo").click()
    page.get_by_test_id("message-0").get_by_text(re.compile(r"Mon\s01:00 · Board")).wait_for()
    assert page.get_by_test_id("exercise-injects-0-at-time").input_value() == "01:00"
    page.get_by_test_id("redo").click()
    page.get_by_test_id("message-0").get_by_text(re.compile(r"Mon\s23:45 · Board")).wait_for()
    assert serious_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_test_id("save").click()
    page.get_by_test_id("message").wait_for()
    exercise = load_scenario(lab.folder / "quiet-week.toml").exercise
    assert exercise is not None
    assert exercise.rounds[0].minutes == 5
    assert [goal.en for goal in exercise.goals] == ["See who waits.", "Say what is known."]
    assert exercise.roles["lead"].duties == ["writes"]
    assert [task.en for task in exercise.roles["lead"].tasks] == ["Read the page.", "Name a time."]
    assert exercise.characters[1].name.en == "<b>Grete</b>"
    message = exercise.injects[0]
    assert (message.at.text, message.when) == ("Mon 23:45", "posts_per_hour > 7")
    assert script_errors(page) == []
