"""Pages and fragments of HTML, filled in by Jinja2: whatever people have typed stays text."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, /, **values: object) -> Markup:
    """Return a template of the exercise, filled in."""
    return Markup(environment().get_template(template).render(**values))


@cache
def environment(*folders: Path) -> Environment:
    """Return the templates of these folders and, behind them, those of the exercise."""
    return Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
