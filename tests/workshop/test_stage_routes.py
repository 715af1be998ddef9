"""Pictures come from the facilitator alone, bounded, and are shown to people in the room alone."""

import io
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from PIL import Image

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from sim.exercise.pictures import LARGEST_UPLOAD
from tests.workshop.rooms import OpenRoom, open_room
from tests.workshop.test_web_routes import ask


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room whose facilitator has pictures."""
    with open_room("excluded-profession", tmp_path_factory.mktemp("stage")) as opened:
        yield opened


def uploaded(room: OpenRoom, body: bytes, cookie: str = "") -> tuple[int, str]:
    """Status and text of the answer to an upload."""
    headers = {"cookie": cookie, "content-type": "image/png"}
    request = urllib.request.Request(f"{room.base}/lead/picture", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except urllib.error.URLError as hung_up:  # refused by its length, before it was read
        return (413, "") if isinstance(hung_up.reason, ConnectionError) else (0, str(hung_up))


def leader(room: OpenRoom) -> str:
    """The facilitator's cookie."""
    return ask(room.lead)[2]["set-cookie"].partition(";")[0]


def picture(side: int = 600) -> bytes:
    """A picture that no form could carry."""
    written = io.BytesIO()
    Image.effect_noise((side, side), 80.0).save(written, "PNG")
    return written.getvalue()


def test_only_the_facilitator_uploads(room: OpenRoom) -> None:
    assert len(picture()) > 64_000
    for cookie in ("", f"leader-{room.code}=wrong", f"person-{room.code}=wrong"):
        assert uploaded(room, picture(), cookie)[0] == 413, cookie
        assert uploaded(room, b"small", cookie)[0] == 403, cookie
    assert uploaded(room, picture(), leader(room))[0] == 200


def test_what_is_no_picture_or_too_large_is_refused_in_words(room: OpenRoom) -> None:
    for body in (b"", b"<svg onload='alert(1)'/>", picture()[:9000], b"\x00" * 100_000):
        status, told = uploaded(room, body, leader(room))
        assert status == 422
        assert "Choose a JPEG" in told
    assert uploaded(room, b"\x00" * (LARGEST_UPLOAD + 1), leader(room))[0] == 413


def test_a_picture_that_is_not_published_is_shown_to_the_facilitator_alone(room: OpenRoom) -> None:
    _, key = uploaded(room, picture(), leader(room))
    request = urllib.request.Request(f"{room.base}/picture/{key}", headers={"cookie": leader(room)})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.read()[:2] == b"\xff\xd8"
    _, _, headers = ask(room.projector)
    for cookie in ("", headers["set-cookie"].partition(";")[0]):
        assert ask(f"{room.base}/picture/{key}", cookie=cookie)[0] == 404
    assert ask(f"{room.base}/picture/..%2frooms.db", cookie=leader(room))[0] == 404


def test_a_team_s_page_is_looked_at_by_the_facilitator_alone(room: OpenRoom) -> None:
    assert ask(f"{room.base}/look?team=Team%201")[0] == 403
    assert ask(f"{room.base}/look?team=Team%201", cookie=leader(room))[0] == 200
    assert ask(f"{room.base}/look?team=Nobody", cookie=leader(room))[0] == 303
