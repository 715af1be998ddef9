"""The sentence on the plan in hand and its rival."""

from sim.headlines import Headline, pair_headline, subject
from sim.lab.answers import Pairs
from sim.lab.draft import DraftReading
from sim.language.speech import Speech


def verdict(reading: DraftReading, plan: str, rival: str, pairs: Pairs, speech: Speech) -> Headline:
    """Say what a plan gains against its rival, and what it costs."""
    if plan == rival:
        return Headline(speech.say("lab.verdict_same"), "alike")
    names = subject(reading.scenario, plan, rival, speech)
    return pair_headline(names, pairs.figures, speech)
