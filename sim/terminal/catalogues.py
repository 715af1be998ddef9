"""List scenarios, responses, parameters, measures and studies."""

from sim.errors import ShitstormError
from sim.language.meanings import meaning_in
from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.terminal.showing import show


def show_scenarios(language: Language = "en") -> None:
    """The shipped scenarios with their titles and plans."""
    from sim.scenario import shipped  # noqa: PLC0415 (pydantic is slow to load)

    say = Speech(language, tables=("lists",)).say
    show(
        say("scenarios"),
        (say("name"), say("title"), say("plans")),
        [(name, *_title_and_plans(name, language)) for name in shipped()],
    )


def _title_and_plans(name: str, language: Language) -> tuple[str, str]:
    """Return a scenario's title and plans. A broken one does not hide the others."""
    from sim.scenario import load_scenario  # noqa: PLC0415

    try:
        scenario = load_scenario(name)
    except ShitstormError:
        return f"has mistakes: shitstorm check {name}", ""
    return scenario.titled(language), ", ".join(scenario.plans)


def show_responses(language: Language = "en") -> None:
    """The catalogue of responses. Sources are told in English only."""
    from sim.storm.responses import CATALOGUE  # noqa: PLC0415

    speech = Speech(language, tables=("lists",))
    if language != "en":
        told = [
            (do, *(speech.say(f"responses.{do}.{part}") for part in ("name", "help", "risk")))
            for do in CATALOGUE
        ]
        heads = tuple(speech.say(name) for name in ("name", "called", "what", "risk"))
        show(speech.say("responses"), heads, told)
        return
    rows = [(do, kind.meaning(), kind.source, kind.risk) for do, kind in CATALOGUE.items()]
    show("Responses (do = ...)", ("do", "what it is", "source", "risk"), rows)


def show_parameters(language: Language = "en") -> None:
    """The parameters of the rules. Their values are written as a scenario takes them."""
    from sim.storm.parameters import DECLARED  # noqa: PLC0415

    speech = Speech(language, tables=("lists",))
    rows = [
        (p.name, f"{p.default:g}", f"{p.low:g}–{p.high:g}", speech.name("units", p.unit), p.sure,
         meaning_in(language, "parameters", p.name, p.meaning))
        for p in DECLARED
    ]  # fmt: skip
    heads = tuple(map(speech.say, ("name", "default", "plausible", "unit", "sure", "meaning")))
    show(speech.say("parameters"), heads, rows)
    print(speech.say("sureness"))


def show_measures(language: Language = "en") -> None:
    """List the measures of every run."""
    from sim.results import MEASURES  # noqa: PLC0415 (pandas is slow to load)

    speech = Speech(language, tables=("lists",))
    rows = [
        (m.name, speech.name("units", m.unit), speech.say(m.better),
         meaning_in(language, "measures", m.name, m.meaning))
        for m in MEASURES.values()
    ]  # fmt: skip
    heads = tuple(map(speech.say, ("name", "unit", "better", "meaning")))
    show(speech.say("measures"), heads, rows)


def show_studies(language: Language = "en") -> None:
    """The shipped studies, with what they ask."""
    from sim.terminal.studies import studies  # noqa: PLC0415 (pandas is slow to load)

    say = Speech(language, tables=("lists",)).say
    headings = (say("name"), say("kind"), say("scenario"), say("question"))
    show(say("studies"), headings, list(studies(language)))
