"""The watch over pages sees what it is there for: a net with holes would prove nothing."""

from typing import Any
from urllib.parse import urlunsplit

from tests.browser.conftest import requests_outside, script_errors, serious_violations

ELSEWHERE = urlunsplit(("https", "elsewhere.invalid", "/spy.png", "", ""))
LEAKING = f"<img alt='' src='{ELSEWHERE}'><p>There</p>"
PALE = "<html lang='en'><title>Pale</title><main><h1 style='color:#ddd'>Pale</h1></main></html>"
PLAIN = "<html lang='en'><title>Plain</title><main><h1>Plain</h1></main></html>"


def test_a_request_that_leaves_is_stopped_and_named(page: Any) -> None:
    page.set_content(LEAKING)
    assert requests_outside(page) == [ELSEWHERE]


def test_what_only_some_can_read_is_found(page: Any) -> None:
    page.set_content(PALE)
    assert [line.partition(":")[0] for line in serious_violations(page)] == ["color-contrast"]


def test_a_plain_page_passes(page: Any) -> None:
    page.set_content(PLAIN)
    assert not serious_violations(page)
    assert not requests_outside(page)
    assert not script_errors(page)


def test_an_error_in_a_script_is_seen(page: Any) -> None:
    page.set_content(f"{PLAIN}<script>nobody.knows()</script>")
    assert any("nobody" in error for error in script_errors(page))


def test_visitors_do_not_share_anything(new_page: Any) -> None:
    phone = new_page(viewport={"width": 390, "height": 844})
    other = new_page()
    phone.set_content(LEAKING)
    assert requests_outside(other) == []
    assert phone.evaluate("innerWidth") == 390
