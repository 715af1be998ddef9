"""A full room: forty people in eight teams on one laptop.

``python -m tests.benchmarks.load 2`` plays an exercise twice, with rewinding in between, and
prints what was measured. The phones run in this process, on the same cores as the server.
"""

import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import Line, Lines, at_most, in_fresh_process
from tests.benchmarks.phone import LostError, Phone
from tests.workshop.rooms import OpenRoom, open_room

SCENARIO = "analytics-outage"
PEOPLE, TEAMS = 40, 8
THINKING = (1.0, 5.0)
"""Seconds between two things that somebody does; in a room it is ten or more."""
WORDS = "Seven of twelve volumes are checked, and it was our mistake. Next word at 20:00."


def lines(quick: bool) -> Lines:
    """One exercise, or several as in an hour."""
    seen = in_fresh_process("load", "1" if quick else "3")
    what = f"{PEOPLE} people in {TEAMS} teams"
    yield at_most(f"{what}: median action", seen["median"], 300, " ms")
    yield Line(f"{what}: 95 of 100 actions within", f"{seen['p95']:.0f} ms")
    yield at_most(f"{what}: actions lost, of {seen['actions']}", seen["lost"], 0)
    yield Line(f"{what}: a round closed, until the last phone shows it", f"{seen['answer']:.1f} s")
    yield Line(f"{what}: memory of the server", f"{seen['memory'][-1]:.0f} MB")
    if len(seen["memory"]) > 2:
        growth = seen["memory"][-1] / seen["memory"][1] - 1
        yield at_most(f"{what}: growth from the second exercise on", 100 * growth, 10, " %")


def main() -> None:
    """Play, and print what was measured."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with (
        tempfile.TemporaryDirectory() as folder,
        open_room(SCENARIO, Path(folder), "en", "--teams", str(TEAMS)) as room,
    ):
        print(json.dumps(asyncio.run(played(room, times))))


async def played(room: OpenRoom, times: int) -> dict[str, object]:
    """Everybody comes in and plays the exercise so often."""
    random.seed(1)
    lead, phones = Phone(room.base), [Phone(room.base) for _ in range(PEOPLE)]
    await lead.lead(room.lead)
    for n, phone in enumerate(phones):
        role = "lead" if n < TEAMS else "writer"
        await phone.join(room.code, f"Person {n}", f"Team {n % TEAMS + 1}", role)
    answers, memory = [], []
    begin = time.monotonic()
    for turn in range(times):
        if turn:
            await back_to_the_beginning(lead)
        while lead.find("begin-round"):
            answers.append(await one_round(lead, phones))
        memory.append(megabytes(room.process.pid))
    people = [*phones, lead]
    spent = sorted(1000 * one for phone in people for one in phone.times)
    for phone in people:
        await phone.close()
    return {
        "actions": len(spent) + sum(phone.lost for phone in people),
        "median": statistics.median(spent),
        "p95": spent[int(0.95 * len(spent))],
        "lost": sum(phone.lost for phone in people),
        "answer": statistics.median(answers),
        "memory": memory,
        "minutes": (time.monotonic() - begin) / 60,
    }


async def one_round(lead: Phone, phones: list[Phone]) -> float:
    """Begin, decide, close; seconds until the last phone knows that it is over."""
    await lead.timed(lead.shows("close-round"), "begin-round", "click")
    await asyncio.gather(*(phone.until(phone.shows("add-response")) for phone in phones))
    for phone in random.sample(phones, 2):  # two have put theirs away, and come back
        await phone.open("/team")
    await asyncio.gather(*map(decide, phones))
    begin = time.perf_counter()
    await lead.fire("close-round", "click")
    await lead.until(lambda: bool(lead.find("close-yes")) or not lead.find("close-round"), 60.0)
    if lead.find("close-yes"):
        await lead.fire("close-yes", "click")
    over = [phone.until(phone.shows("waiting"), 60.0) for phone in phones]
    await asyncio.gather(*over)
    await lead.until(lambda: bool(lead.find("begin-round") or lead.find("end-exercise")), 60.0)
    return time.perf_counter() - begin


async def decide(phone: Phone) -> None:
    """Add a response, write, submit or ask for approval, and think in between.

    What somebody of the team has brought about already is not timed.
    """
    await think()
    if not phone.find("remove-0"):
        chosen = random.choice(("roadmap", "apology"))
        await phone.timed(phone.shows("remove-0"), "responses", "click", chosen)
    for part in range(1, 5):
        await think()
        await phone.fire("words-0", "input", WORDS[: len(WORDS) * part // 4])
    await think()

    def answered() -> bool:
        return any(map(phone.find, ("submitted", "advice-all", "asking", "composer-error")))

    if not answered():
        await phone.timed(answered, "submit", "click")
    if phone.find("advice-all"):
        await think()
        went_on = ("submitted", "asking", "composer-error")
        await phone.timed(lambda: any(map(phone.find, went_on)), "submit", "click")


async def think() -> None:
    await asyncio.sleep(random.uniform(*THINKING))


async def back_to_the_beginning(lead: Phone) -> None:
    """The facilitator goes back, which asks once more."""
    await lead.fire("rewind-to", "change", "0")
    await lead.fire("rewind", "click")
    await lead.fire("rewind", "click")
    try:
        await lead.until(lambda: bool(lead.find("begin-round")), 60.0)
    except LostError:
        raise SystemExit("the room does not go back") from None


def megabytes(process: int) -> float:
    """What a process holds in memory."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"process {process} does not say what it holds")


if __name__ == "__main__":
    main()
