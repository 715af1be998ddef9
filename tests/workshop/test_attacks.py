"""What strangers and clumsy phones do to a room: nothing that the others notice."""

import contextlib
import http.client
import re
import socket
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from sim.workshop.web import connections
from tests.workshop.rooms import OpenRoom, at, open_room


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room that is attacked."""
    with open_room("excluded-profession", tmp_path_factory.mktemp("attacked")) as opened:
        yield opened


class Browser:
    """A browser with one jar for all ports of a host, as browsers have, at an own address."""

    def __init__(self, address: str = "127.0.0.1", keeps: bool = True) -> None:
        self.address, self.keeps = address, keeps
        self.cookies: dict[str, str] = {}

    def ask(
        self, room: OpenRoom, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, str, str]:
        """Status, place to go to, and text of an answer."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", room.port, timeout=30, source_address=(self.address, 0)
        )
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if form is None else "POST", path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        for each in answer.msg.get_all("Set-Cookie") or []:
            if self.keeps:
                self.cookies |= {name: one.value for name, one in SimpleCookie(each).items()}
        connection.close()
        return answer.status, urllib.parse.unquote(answer.msg.get("Location", "")), text

    def join(self, room: OpenRoom, name: str, **changed: str) -> str:
        """Where joining leads to."""
        form = {"code": room.code, "pseudonym": name, "team": "Team 1", "role": "owner"}
        return self.ask(room, "/join", {**form, **changed})[1]

    def lead(self, room: OpenRoom) -> None:
        """Open the facilitator's secret link."""
        assert self.ask(room, "/lead/" + room.lead.rsplit("/", 1)[1])[0] == 303


def upgraded(room: OpenRoom, **headers: str) -> tuple[int, http.client.HTTPConnection]:
    """An attempt to open a connection as a page does, and its status."""
    asked = {"upgrade": "websocket", "connection": "Upgrade", "sec-websocket-version": "13",
             "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="} | headers  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", room.port, timeout=30)
    path = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    connection.request("GET", path, None, asked)
    return connection.getresponse().status, connection


def upgrade(room: OpenRoom, **headers: str) -> int:
    """Status of an attempt to open a connection as a page does."""
    status, connection = upgraded(room, **headers)
    connection.close()
    return status


# -- who is who -----------------------------------------------------------------------------------


def test_two_rooms_on_one_laptop_or_phone_know_each_other_not(
    room: OpenRoom, tmp_path: Path
) -> None:
    with open_room("analytics-outage", tmp_path) as other:
        desk, phone = Browser(), Browser()
        for one in (room, other):
            desk.lead(one)
            role = re.findall(r'name="role" value="([^"]+)"', phone.ask(one, "/")[2])[0]
            assert phone.join(one, "Ann of two", role=role) == "/team"
        for one in (room, other):
            assert desk.ask(one, "/lead")[0] == desk.ask(one, "/sheets")[0] == 200
            assert phone.ask(one, "/team")[0] == 200
            # rooms of one folder, too, are told apart by their codes
            assert f"person-{one.code}" in phone.cookies


def test_a_browser_without_cookies_is_told_so_and_leaves_no_ghost(room: OpenRoom) -> None:
    scanner, browser = Browser(keeps=False), Browser()
    for _ in range(2):
        assert scanner.join(room, "Berta") == "/team"
        status, place, _ = scanner.ask(room, "/team")
        assert (status, "does not keep cookies" in place) == (303, True)
    assert "does not keep cookies" in browser.ask(room, urllib.parse.quote(place, "/?="))[2]
    assert browser.join(room, "Berta") == "/team"
    assert browser.ask(room, "/team")[0] == 200
    # who has arrived keeps the name
    assert "already called Berta" in scanner.join(room, "Berta")
    assert "already called Berta" in Browser("127.0.0.9").join(room, "Berta")


def test_the_first_page_needs_no_script_and_no_connection(room: OpenRoom) -> None:
    page = Browser().ask(room, "/?code=ABC")[2]
    assert "<script" not in page
    assert 'value="ABC"' in page
    assert 'lang="en"' in page


def test_the_code_is_shown_to_people_in_the_room_only(room: OpenRoom) -> None:
    stranger, projector, leader = Browser(), Browser(), Browser()
    status, _, text = stranger.ask(room, "/qr.svg")
    assert (status, "svg" in text) == (403, False)
    assert room.code not in stranger.ask(room, "/")[2]
    assert projector.ask(room, "/projector/" + room.projector.rsplit("/", 1)[1])[0] == 303
    assert projector.ask(room, "/projector")[0] == 200
    leader.lead(room)
    for allowed in (projector, leader):
        assert "<svg" in allowed.ask(room, "/qr.svg")[2]


def test_nobody_has_a_connection_before_joining(room: OpenRoom) -> None:
    assert upgrade(room) == 403
    assert upgrade(room, cookie=f"person-{room.code}=made-up") == 403
    polling = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    assert Browser().ask(room, polling)[0] == 403
    leader = Browser()
    leader.lead(room)
    cookie = "; ".join(f"{name}={value}" for name, value in leader.cookies.items())
    assert upgrade(room, cookie=cookie) == 101


# -- getting in -----------------------------------------------------------------------------------


def test_wrong_codes_from_many_addresses_keep_nobody_out(room: OpenRoom) -> None:
    for number in range(100):
        guesser = Browser(f"127.0.1.{number + 1}")
        assert guesser.join(room, "Guess", code=f"WRONG{number}").startswith("/?wrong=")
    for _ in range(12):
        late = guesser.join(room, "Guess", code="WRONG")
    assert "Too many wrong codes" in late
    assert Browser("127.0.2.1").join(room, "Right") == "/team"
    assert guesser.join(room, "Right as well") == "/team"


def test_one_address_does_not_fill_a_room(tmp_path: Path) -> None:
    with open_room("excluded-profession", tmp_path) as full:
        attacker = [Browser("127.0.3.1").join(full, f"Ghost {n}") for n in range(70)]
        assert "Too many people" in attacker[-1]
        assert attacker.count("/team") >= 40, "a class behind one router gets in"
        assert Browser("127.0.3.2").join(full, "Anna") == "/team"


@pytest.mark.parametrize("host", ["localhost.evil.com", "127.0.0.1.evil.com", "[::1", "", "a b"])
def test_hosts_are_known_by_their_whole_name(room: OpenRoom, host: str) -> None:
    assert Browser().ask(room, "/", host=host)[0] == 421


def test_an_own_name_behind_a_proxy(tmp_path: Path) -> None:
    own = ("--name", "https://workshop.example.org")
    with open_room("excluded-profession", tmp_path, "en", *own) as named:
        assert "https://workshop.example.org/lead/" in named.said
        browser = Browser()
        asked = {"host": "workshop.example.org", "origin": "https://workshop.example.org"}
        form = {"code": named.code, "pseudonym": "Ann", "team": "Team 1", "role": "owner"}
        assert browser.ask(named, "/", **asked)[0] == 200
        assert browser.ask(named, "/join", form, **asked)[1] == "/team"
        asked["host"] = f"127.0.0.1:{named.port}"  # as proxies do that do not pass it on
        form["pseudonym"] = "Bob"
        assert browser.ask(named, "/join", form, **asked)[1] == "/team"
        asked["origin"] = at("evil.example", "https")
        assert browser.ask(named, "/join", form, **asked)[0] == 403
        assert browser.ask(named, "/", host="other.example.org")[0] == 421


# -- floods and noise -----------------------------------------------------------------------------


def is_open(connection: socket.socket) -> bool:
    """Read what has come. A connection that was closed ends with nothing."""
    connection.settimeout(0.2)
    try:
        while connection.recv(1000):
            pass
    except TimeoutError:
        return True
    return False


def soon(is_so: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Ask until it is so: a busy machine may take a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if is_so():
                return True
        time.sleep(0.1)
    return False


def half_request(room: OpenRoom, text: bytes = b"GET / HTTP/1.1\r\nHost: 127") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", room.port), timeout=30)
    connection.sendall(text)
    return connection


def test_half_requests_are_dropped_and_others_served_meanwhile(room: OpenRoom) -> None:
    silent = [half_request(room) for _ in range(20)] + [half_request(room, b"") for _ in range(5)]
    body = b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\ncode="
    begun = time.monotonic()
    leader = Browser()
    leader.lead(room)
    cookie = "; ".join(f"{name}={value}" for name, value in leader.cookies.items())
    _, page = upgraded(room, cookie=cookie)
    slow = half_request(room, body)
    assert Browser().ask(room, "/")[0] == 200
    for connection in silent:
        assert connection.recv(1000) == b""
        connection.close()
    assert time.monotonic() - begun < connections.HEADER_PATIENCE + 20.0
    assert page.sock is not None
    assert is_open(page.sock), "a page stays, however long it is silent"
    page.close()
    slow.recv(1000)  # it ends, one way or the other
    slow.close()
    assert Browser().ask(room, "/")[0] == 200


def test_connections_are_counted_by_address_and_in_all() -> None:
    ledger = connections.OpenConnections(most=5, of_an_address=3)
    assert [ledger.enter("a") for _ in range(4)] == [True, True, True, False]
    assert [ledger.enter("b") for _ in range(3)] == [True, True, False]
    ledger.leave("a")
    assert ledger.enter("b")
    assert not ledger.enter("a")


def test_one_address_cannot_take_all_connections(room: OpenRoom) -> None:
    taken = []
    for _ in range(connections.MOST_OF_AN_ADDRESS + 50):
        connection = socket.socket()
        connection.settimeout(30)
        connection.bind(("127.0.4.1", 0))
        connection.connect(("127.0.0.1", room.port))
        taken.append(connection)
    assert Browser("127.0.4.2").ask(room, "/")[0] == 200
    for connection in taken:
        connection.close()
    assert soon(lambda: Browser("127.0.4.1").ask(room, "/")[0] == 200), "places are given back"


def test_strangers_do_not_write_to_the_facilitators_terminal(room: OpenRoom) -> None:
    before = room.said
    for text in (b"\x1b]0;owned\x07 nonsense\r\n\r\n", b"GET /\x1b[31m HTTP/1.1\r\n\r\n",
                 b"GET / HTTP/9.9\r\nHost: \x1b[2J\r\n\r\n"):  # fmt: skip
        with half_request(room, text) as connection:
            connection.recv(2000)
    Browser().ask(room, "/no-such-page/%1b%5b31m")
    Browser().ask(room, "/join", {"code": "\x1b[31m"}, upgrade="h2c", connection="Upgrade")
    time.sleep(0.5)
    assert room.said == before
    noted = (room.folder / "rooms" / "server.log").read_bytes()
    assert b"Invalid HTTP request" in noted
    assert b"\x1b" not in noted
    assert b"127.0." not in noted


def test_one_address_cannot_make_the_server_build_pages_without_end(room: OpenRoom) -> None:
    flood = Browser("127.0.5.1")
    statuses = [flood.ask(room, "/")[0] for _ in range(260)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert Browser("127.0.5.2").ask(room, "/")[0] == 200
