"""Charts within a page: nothing in them acts, and two of them do not meet."""

import re
from urllib.parse import urlunsplit

import pytest

from sim.errors import InputError
from sim.reports.pictures import inline

ELSEWHERE = urlunsplit(("https", "elsewhere.invalid", "/alert", "", ""))
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
WRONG = {
    "a script": "<script>alert(1)</script>",
    "a script in a group": "<g><script>alert(1)</script></g>",
    "an event": '<path onclick="alert(1)" d="M0 0"/>',
    "a picture from elsewhere": f'<image xlink:href="{ELSEWHERE}"/>',
    "a style from elsewhere": f'<path style="fill: url({ELSEWHERE})" d="M0 0"/>',
    "a page within": "<foreignObject><p>alert</p></foreignObject>",
    "a link": '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
    "moving": '<animate attributeName="href" values="javascript:alert(1)"/>',
    "a style sheet": f"<style>@import '{ELSEWHERE}'</style>",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_draw_is_left_out(wrong: str) -> None:
    shown = inline(f'{HEAD}{WRONG[wrong]}<circle r="1"/></svg>', "a", "A chart")
    assert not re.search("alert|example", shown)
    assert "<circle" in shown


def test_identifiers_get_the_name_of_the_chart() -> None:
    drawn = (
        f'{HEAD}<defs><path id="p1" d="M0 0"/></defs><g clip-path="url(#p1)" style="x: url(#p1)">'
    )
    shown = inline(f'{drawn}<use xlink:href="#p1"/></g></svg>', "storm", "A chart")
    assert shown.count("#storm-p1") == 3
    assert 'id="storm-p1"' in shown


def test_embedded_pictures_stay() -> None:
    shown = inline(f'{HEAD}<image xlink:href="data:image/png;base64,AAAA"/></svg>', "a", "A")
    assert "data:image/png;base64,AAAA" in shown


@pytest.mark.parametrize("text", ["", "no chart", "<html/>", "<svg>", f"{HEAD}&lol;</svg>"])
def test_what_is_no_chart_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no SVG chart"):
        inline(text, "storm", "A chart")


def test_the_texts_for_those_who_cannot_see_it() -> None:
    assert 'aria-label="Peak &lt; 3 &amp; falling"' in inline(
        f"{HEAD}</svg>", "a", "Peak < 3 & falling"
    )
