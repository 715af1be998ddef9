"""Pages and fragments of HTML, filled in by Jinja2: whatever people have typed stays text."""

from pathlib import Path

from markupsafe import Markup

from sim.exercise.icons import with_icons
from sim.reports.page import environment

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, /, **values: object) -> Markup:
    """Return a template of the exercise, filled in."""
    return Markup(
        environment(TEMPLATES).get_template(template).render(with_icons=with_icons, **values)
    )
