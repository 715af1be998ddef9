"""What is only looked at: the storm, the inbox, the posts. HTML, the same for a whole team."""

from sim.charts.palette import AFFECTED, BANDWAGON, DEFENDERS, INK, SEVERITY
from sim.exercise.inbox import Message
from sim.exercise.words.feed import Post
from sim.language.numbers import full_moment, number
from sim.language.typesetting import Language
from sim.storm.responses import Response
from sim.workshop.web.charts import page_chart
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.snapshot import StormSnapshot
from sim.workshop.web.words import say

MOST_POSTS = 60
"""Posts of people that a page shows; the figures count all of them."""
LEGEND = (("affected", AFFECTED), ("bandwagon", BANDWAGON), ("defender", DEFENDERS))


def meter(severity: int, language: Language) -> Markup:
    """The severity as seven steps, its number and its name."""
    steps = [
        tag("span", class_="step" + (" on" if level <= severity else ""),
            style=f"background:{SEVERITY[level]}" if level <= severity else None)
        for level in range(len(SEVERITY))
    ]  # fmt: skip
    name = say(language, f"severity_{severity}")
    return tag(
        "div",
        tag("div", tag("span", str(severity), class_="level", data_testid="severity"),
            tag("span", "/6", class_="of"), tag("span", name, class_="name")),
        tag("div", steps, class_="steps", aria_hidden="true"),
        class_="meter",
    )  # fmt: skip


def storm_panel(storm: StormSnapshot, started: float, language: Language) -> Markup:
    """How loud it is, by whom, and the curve so far."""
    seen = storm.view
    figures = (
        ("fig_rate", number(storm.view.curves.rate, language)),
        ("fig_affected", str(seen.critical_affected)),
        ("fig_bandwagon", str(seen.critical_bandwagon)),
        ("fig_defending", str(seen.defending_posts)),
        ("fig_articles", str(seen.articles)),
        ("fig_broken", str(seen.promises_broken)),
    )
    told = [tag("div", tag("dt", say(language, name)), tag("dd", value)) for name, value in figures]
    return tag(
        "div",
        meter(seen.severity, language),
        tag("dl", told, class_="figures"),
        page_chart(storm.view.curves, started, language, not seen.until),
        _legend(storm, started, language),
    )


def _legend(storm: StormSnapshot, started: float, language: Language) -> Markup:
    """What the colours are, and what the numbered marks were."""
    keys = [
        tag("li", tag("span", class_="key", style=f"background:{colour}"),
            say(language, f"legend_{name}"))
        for name, colour in LEGEND
    ]  # fmt: skip
    acts = [
        tag("li", tag("span", str(n), class_="key mark", style=f"background:{INK}"),
            f"{say(language, f'responses.{do}.name')}, {full_moment(started + hours, language)}")
        for n, (hours, do) in enumerate(storm.view.curves.acts, 1)
    ][-6:]  # fmt: skip
    return tag("ul", keys, acts, class_="legend")


def inbox_panel(storm: StormSnapshot, language: Language) -> Markup:
    """The messages, newest first; those of this round marked."""
    seen = storm.view
    if not seen.inbox:
        return tag("p", say(language, "inbox_empty"), class_="muted")
    told = [_message(one, seen.round, language) for one in reversed(seen.inbox)]
    label = say(language, "inbox_title")
    return tag("ol", told, class_="messages", tabindex="0", aria_label=label)


def _message(message: Message, number: int, language: Language) -> Markup:
    new = message.round == number
    head = tag(
        "div",
        tag("strong", say(language, f"senders.{message.sender}")),
        tag("span", say(language, "new"), class_="badge") if new else None,
        tag("span", say(language, "round_short", n=message.round + 1), class_="muted"),
        class_="head",
    )
    kind = f"message {message.sender}" + (" new" if new else "")
    return tag("li", head, tag("p", message.text), class_=kind)


def feed_panel(storm: StormSnapshot, started: float, language: Language) -> Markup:
    """The newest posts of everybody, newest first."""
    people = [post for post in storm.view.posts if post.kind != "company"][-MOST_POSTS:]
    since = people[0].hours if people else 0.0
    own = [post for post in storm.view.posts if post.kind == "company" and post.hours >= since]
    posts = sorted([*people, *own], key=lambda post: post.hours, reverse=True)
    if not posts:
        return tag("p", say(language, "feed_empty"), class_="muted")
    told = [_post(post, started, language) for post in posts]
    return tag("ol", told, class_="posts", tabindex="0", aria_label=say(language, "feed_title"))


def _post(post: Post, started: float, language: Language) -> Markup:
    time = full_moment(started + int(post.hours * 4) / 4, language)
    own = post.kind == "company"
    name = say(language, "our_page") if own else post.author
    author = "authors.official" if own else f"authors.{post.kind}"
    text = post.text
    if own and (label := say(language, f"responses.{post.topic}.name")):
        text = f"{label}: {post.text}" if post.text else label
    return tag(
        "li",
        tag("span", name[:1].upper(), class_="face", aria_hidden="true"),
        tag(
            "div",
            tag("div", tag("strong", name), tag("span", say(language, author), class_="who"),
                tag("span", time, class_="muted"), class_="head"),
            tag("p", text),
        ),
        class_=f"post {post.kind}",
    )  # fmt: skip


def steps_panel(steps: tuple[Response, ...], started: float, language: Language) -> Markup:
    """Decisions as a list."""
    if not steps:
        return tag("p", say(language, "silence_stands"))
    told = []
    for step in steps:
        hours = None if step.at is None else step.at.hours_after(started)
        when = "" if hours is None else full_moment(started + hours, language)
        words = step.words
        told.append(
            tag(
                "li",
                tag("strong", say(language, f"responses.{step.do}.name")),
                f" · {when}" if when else "",
                tag("q", words) if words else None,
            )
        )
    return tag("ol", told, class_="steps-list")
