"""Pages that load nothing from anywhere: every text escaped, every style and script within.

Any part of the project that writes a page to be kept or printed can use it: a template that
extends ``page.html`` inherits the looks, the policy against requests and the print rules.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.charts.palette import AFFECTED, BANDWAGON, DEFENDERS, FAINT, FOLLOWERS, INK, LEFT, MUTED

TEMPLATES = Path(__file__).parent / "templates"
COLOURS = {
    "ink": INK,
    "muted": MUTED,
    "faint": FAINT,
    "affected": AFFECTED,
    "bandwagon": BANDWAGON,
    "defenders": DEFENDERS,
    "followers": FOLLOWERS,
    "left": LEFT,
}
"""The colours of the charts, for the page around them."""


def render(template: str, language: str, title: str, script: str = "", **said: Any) -> str:
    """Return a whole page from a template. ``script`` names the only script that it may run."""
    code = _source(script) if script else ""
    return (
        environment(TEMPLATES)
        .get_template(template)
        .render(
            language=language,
            title=title,
            style=Markup(_source("page.css")),
            script=Markup(code),
            policy=policy(code),
            colours=COLOURS,
            **said,
        )
    )


def policy(code: str = "") -> str:
    """The rule for browsers: nothing is loaded, and only this script runs."""
    allowed = f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" if code else "'none'"
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        f"form-action 'none'; script-src {allowed}"
    )


@cache
def environment(*folders: Path) -> Environment:
    """Templates in which a name that is missing is an error and every text is escaped."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
