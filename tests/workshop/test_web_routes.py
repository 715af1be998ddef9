"""The doors of the session: who comes in, who does not, and what a trainer is told at the start."""

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from sim.errors import InputError
from sim.exercise.refusals import RefusedError
from sim.workshop.web import startup
from sim.workshop.web.forgetting import forget
from sim.workshop.web.guard import Guard, same
from sim.workshop.web.limits import Limit
from tests.workshop.rooms import COMMAND, OpenRoom, at, open_room


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room that people knock at."""
    with open_room("excluded-profession", tmp_path_factory.mktemp("doors")) as opened:
        yield opened


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


OPENER = urllib.request.build_opener(_Stay)


def ask(
    address: str, form: dict[str, str] | None = None, **headers: str
) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer; nothing is followed."""
    body = urllib.parse.urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(address, body)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with OPENER.open(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), dict(refused.headers)


def test_only_the_secret_leads(room: OpenRoom) -> None:
    for path in ("/lead", "/sheets", "/lead/not-the-secret", "/projector/not-the-key"):
        assert ask(room.base + path)[0] == 403, path
    secret = room.lead.rsplit("/", 1)[1]
    assert ask(f"{room.base}/lead", cookie=f"leader-{room.code}={secret[:-1]}")[0] == 403
    status, _, headers = ask(room.lead)
    assert status == 303
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    status, page, _ = ask(f"{room.base}/sheets", cookie=cookie.partition(";")[0])
    assert status == 200
    assert secret not in page
    assert ask(f"{room.base}/debrief/debrief.html")[0] == 404
    assert ask(f"{room.base}/debrief/..%2f..%2frooms.db", cookie=cookie.partition(";")[0])[0] == 404
    assert ask(f"{room.base}/team")[0] == 303


def test_pages_of_others_cannot_ask(room: OpenRoom) -> None:
    assert ask(room.base, host="evil.example")[0] == 421
    assert ask(f"{room.base}/join", {}, origin=at("evil.example"))[0] == 403
    upgrade = {"upgrade": "websocket", "connection": "Upgrade", "origin": at("evil.example")}
    address = f"{room.base}/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    assert ask(address, **upgrade)[0] == 403
    assert ask(f"{room.base}/join", {"pseudonym": "x" * 70_000})[0] == 413
    _, _, headers = ask(room.base)
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "server" not in {name.lower() for name in headers}


def test_what_is_typed_is_measured_and_nothing_gets_in_half(room: OpenRoom) -> None:
    form = {"code": room.code, "pseudonym": "N" * 100, "team": "Team 1", "role": "owner"}
    assert "at%20most%2040" in ask(f"{room.base}/join", form)[2]["location"]
    for wrong in ({"team": "No such team"}, {"role": "king"}, {"pseudonym": " \u200b "}):
        location = ask(f"{room.base}/join", {**form, "pseudonym": "Uta", **wrong})[2]["location"]
        assert location.startswith("/?wrong="), wrong
    assert "Uta" not in ask(room.base)[1]


def test_codes_cannot_be_guessed_one_after_the_other(room: OpenRoom) -> None:
    form = {"pseudonym": "Viktor", "team": "Team 1", "role": "owner"}
    said = [
        urllib.parse.unquote(
            ask(f"{room.base}/join", {**form, "code": f"AAAA{n:02d}"})[2]["location"]
        )
        for n in range(14)
    ]
    assert "no room with this code" in said[0]
    assert "Too many wrong codes" in said[-1]
    # whoever has the right one gets in, whatever others behind the same router have tried
    late = ask(f"{room.base}/join", {**form, "code": room.code})[2]["location"]
    assert late == "/team"


def test_no_address_is_written_down(room: OpenRoom) -> None:
    ask(room.base)
    kept = b"".join(path.read_bytes() for path in (room.folder / "rooms").iterdir())
    assert b"127.0.0.1" not in kept
    said = room.said.replace(room.base, "")
    assert "127.0.0.1" not in said


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"port {port} is taken.*is free: --port \d+"):
            startup.free_port("127.0.0.1", port)
        words = [*COMMAND, "analytics-outage", "--port", str(port), "--host", "127.0.0.1"]
        ended = subprocess.run(
            [*words, "--folder", str(tmp_path / "rooms")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode != 0
        assert "is taken" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert not (tmp_path / "rooms").exists()


def test_without_a_network_it_plays_on_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(startup, "own_address", lambda: None)
    assert startup.address("0.0.0.0", 8080) == (at("localhost:8080"), False)
    assert startup.address("127.0.0.1", 8080)[0] == at("127.0.0.1:8080")


def test_one_folder_is_for_one_workshop(tmp_path: Path) -> None:
    with (
        startup.opened_folder(tmp_path),
        pytest.raises(InputError, match=r"in use by another exercise.*--folder"),
        startup.opened_folder(tmp_path),
    ):
        pass


def test_a_forgotten_room_leaves_nothing(room: OpenRoom, tmp_path: Path) -> None:
    from sim import load_scenario

    with startup.opened_folder(tmp_path) as log:
        exercise, _ = startup.opened_room(log, load_scenario("data-leak"), "en", 0, 3, new=True)
        code = exercise.room.code
        exercise.join("Wanda", "Team 1", "lead")
        (tmp_path / code).mkdir()
        (tmp_path / code / "debrief.json").write_text(json.dumps({"who": "Wanda"}))
        with pytest.raises(RefusedError, match="there is no room NOSUCH"):
            forget(log, tmp_path, "nosuch")
        forget(log, tmp_path, code.lower())
        assert log.rooms() == []
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Wanda" not in left


def test_the_same_command_goes_on_and_another_does_not(tmp_path: Path) -> None:
    from sim import load_scenario

    story = load_scenario("excluded-profession")
    with startup.opened_folder(tmp_path) as log:
        first, begins = startup.opened_room(log, story, "en", 0, 3, new=False)
        assert not begins.continued
        again, begins = startup.opened_room(log, story, "en", 0, 3, new=False)
        assert begins.continued
        assert again.room.code == first.room.code
        for language, seed, new in (("de", 0, False), ("en", 1, False), ("en", 0, True)):
            other, begins = startup.opened_room(log, story, language, seed, 3, new)  # type: ignore[arg-type]
            assert not begins.continued
            assert other.room.code != first.room.code


def test_the_guard_knows_its_own_names() -> None:
    guard = Guard(lambda *_: None, ("workshop.local",))  # type: ignore[arg-type,return-value]
    assert all(map(guard.knows, ("192.168.1.7:8080", "[::1]:8080", "localhost", "workshop.local")))
    own = socket.gethostname()
    for strange in ("evil.example", "localhost.evil.com", "workshop.local.evil.com", "workshop",
                    "", "[::1", "127.0.0.1.evil.com", f"{own}.evil.com"):  # fmt: skip
        assert not guard.knows(strange), strange
    assert guard.same(at("workshop.local", "https"), "127.0.0.1:8080")
    assert not guard.same(at("localhost", "https"), "127.0.0.1:8080")
    assert same(at("192.168.1.7", "https"), "192.168.1.7:443")
    assert not same(at("[::1"), "a:1")
    assert same(None, "a:1")
    assert same(at("a:1"), "a:1")
    assert not same("null", "a:1")


def test_a_limit_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(sys.modules[Limit.__module__].time, "monotonic", lambda: now[0])
    limit = Limit(3, 6)
    assert [limit.take("one") for _ in range(4)] == [True, True, True, False]
    assert limit.take("another")
    now[0] += 10.0
    assert limit.take("one")
    assert not limit.allows("one")
