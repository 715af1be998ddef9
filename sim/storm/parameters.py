"""Every parameter of the rules, declared once: unit, default, range, meaning, source, sureness.

The scenario schema, the command line, MODEL.md, robustness studies and the calibration
read them from here. Sureness: A a figure read in the source, B abstract or secondary
report, C textbook knowledge, D derived by us from A or B. Those with C or D alone are
assumptions and take part in every robustness study over their plausible range.
"""

from typing import Any, NamedTuple, cast

from pydantic import BaseModel, ConfigDict, Field


class Declaration(NamedTuple):
    """What is said about one parameter."""

    name: str
    unit: str
    default: float
    low: float
    high: float
    meaning: str
    source: str
    sure: str

    @property
    def assumption(self) -> bool:
        """Whether it rests on C or D alone."""
        return self.sure in ("C", "D")


def parameter(
    default: float, unit: str, low: float, high: float, meaning: str, source: str, sure: str
) -> Any:
    """Declare a parameter; values far outside the plausible range are refused.

    Zero switches most rules off; times and what else is divided by have to stay above it.
    """
    return Field(
        default,
        ge=0.1 * low if unit in DIVIDED_BY else 0.0,
        le=10.0 * high,
        description=meaning,
        json_schema_extra={"unit": unit, "low": low, "high": high, "source": source, "sure": sure},
    )


DIVIDED_BY = ("h", "posts taken in", "share of people", "tail exponent", "looks/day")
"""Units of the parameters that cannot be zero."""

ASSUMED = "assumption"
PARTICIPATION = "90-9-1; top 3 % of posters write a quarter of posts"
ATTENTION = "half of the likes within 80 min, 80 % in 7 h, 95 % in 22 h (2011)"
OUTAGES = "J.D. Power 2011: 729 of 1000 when the estimate is met, 576 when missed"


class Parameters(BaseModel):
    """The values used in a run; a scenario's ``[parameters]`` table overrides defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    # -- who people are -------------------------------------------------------------
    susceptibility: float = parameter(
        0.35, "1", 0.15, 0.6, "Mean readiness to be stirred by others' anger", ASSUMED, "C"
    )
    threshold: float = parameter(
        0.52, "heat 0–1", 0.35, 0.75, "Mean heat from which a person speaks out in public",
        "86 % would talk in person, 42 % online (Pew 2014)", "D",
    )
    threshold_spread: float = parameter(
        0.2, "heat 0–1", 0.08, 0.3, "Standard deviation of that threshold", ASSUMED, "C"
    )
    activity_exponent: float = parameter(
        1.1, "tail exponent", 1.05, 2.0, "Tail exponent of people's activity (Pareto)",
        PARTICIPATION, "D",
    )
    initial_trust: float = parameter(
        0.62, "trust 0–1", 0.4, 0.8, "Mean trust in the company before the incident", ASSUMED, "C"
    )
    clients_pressure: float = parameter(
        11.5, "1", 3.0, 15.0, "Growth of grievance from one's own waiting clients in office hours, "
        "relative to one's own trouble", "the case; strength assumed", "C",
    )

    # -- looking --------------------------------------------------------------------
    feed_looks: float = parameter(
        4.0, "looks/day", 2.0, 8.0, "Mean looks at the social network's feed", ASSUMED, "C"
    )
    feed_reach: float = parameter(
        0.75, "1", 0.4, 1.2, "Visibility of a fresh company post in the feed",
        "an ordinary page post reaches about 16 % of fans (2012)", "D",
    )
    feed_fans: float = parameter(
        0.004, "1", 0.001, 0.02, "Visibility in the feed of a fresh post by another fan",
        ASSUMED, "C",
    )
    opens_comments: float = parameter(
        0.35, "1", 0.1, 0.7, "Share of those meeting a company post who open the comments below",
        ASSUMED, "C",
    )
    page_visits: float = parameter(
        0.05, "1/day", 0.01, 0.2, "Visits to the page itself by a calm fan", PARTICIPATION, "D"
    )
    check_visits: float = parameter(
        2.2, "1/day", 0.5, 4.0, "Visits by those affected while they wait", ASSUMED, "C"
    )
    heated_visits: float = parameter(
        7.0, "1/day", 3.0, 20.0, "Further visits by a person at full heat", ASSUMED, "C"
    )
    reads_page: float = parameter(
        0.85, "1", 0.5, 1.0, "Chance that a visitor of the page reads its latest message",
        ASSUMED, "C",
    )
    friends_notice: float = parameter(
        0.12, "1", 0.03, 0.3, "Chance that a friend's post is met in the feed", ASSUMED, "C"
    )
    friends_weight: float = parameter(
        1.5, "posts", 0.5, 4.0, "Weight of a friend's post against a stranger's", ASSUMED, "C"
    )
    page_capacity: float = parameter(
        16.0, "posts taken in", 5.0, 30.0, "Posts that a visitor takes in at most", ASSUMED, "C"
    )
    likes_weight: float = parameter(
        0.1, "posts", 0.0, 0.5, "Further visibility that one approval gives to critical posts",
        "approval feeds later outrage (Brady 2021)", "D",
    )
    discovery_time: float = parameter(
        5.0, "h", 2.0, 12.0, "Mean time in which those affected notice the failure themselves",
        ASSUMED, "C",
    )

    # -- feeling --------------------------------------------------------------------
    arousal_half_life: float = parameter(
        1.0, "h", 0.3, 3.0, "Half-life of arousal", "minutes to hours (arXiv 1605.03757)", "B"
    )
    arousal_gain: float = parameter(
        0.2, "1/post", 0.08, 0.5, "Arousal from one critical post seen by a fully susceptible, "
        "distrustful person", ASSUMED, "C",
    )
    first_annoyance: float = parameter(
        0.3, "1", 0.1, 0.6, "Arousal of those badly affected when they find the failure",
        "the case: a first grumble; size assumed", "C",
    )
    unanswered: float = parameter(
        0.5, "1/visit", 0.1, 0.6, "Arousal of those affected who come to look for word and find "
        "none, at full vacuum", "ignoring is worst (Herhausen 2019); 72 % expect an answer within "
        "the hour", "D",
    )
    vent: float = parameter(
        0.45, "1", 0.2, 0.7, "Share of arousal that goes with a post",
        "arousal falls after posting (arXiv 1605.03757)", "B",
    )
    vent_grievance: float = parameter(
        0.02, "1", 0.0, 0.15, "Share of grievance that goes with a post", ASSUMED, "C"
    )
    grievance_rate: float = parameter(
        0.03, "1/h", 0.01, 0.08, "Growth of grievance of those badly affected and left without "
        "word", ASSUMED, "C",
    )
    grievance_half_life: float = parameter(
        55.0, "h", 18.0, 60.0, "Median half-life of grievance, at middling trust",
        "a day or more; vengefulness falls, avoidance grows", "D",
    )
    forgiveness_spread: float = parameter(
        1.2, "log-sd", 0.5, 1.5, "Spread of that half-life over people (lognormal): most forgive "
        "in days, some hold a grudge for weeks", "the wish for revenge falls but stays high for "
        "two months; volume decays as a power of time", "D",
    )
    grievance_contagion: float = parameter(
        0.08, "1", 0.03, 0.25, "Grievance that a stirred, unaffected person takes over from "
        "what they read", ASSUMED, "C",
    )
    news_half_life: float = parameter(
        54.0, "h", 8.0, 72.0, "Half-life of the news: who learns of it later is offended less, "
        "unless an article or a word of the company brings it up again",
        "day after the peak: 0.46 of the peak day (median of 18 storms); novelty fades (Wu & "
        "Huberman 2007)", "D",
    )
    vacuum_floor: float = parameter(
        0.1, "1", 0.05, 0.5, "Information vacuum right after a message", ASSUMED, "C"
    )
    vacuum_time: float = parameter(
        12.0, "h", 3.0, 16.0, "Time in which information goes stale",
        "72 % expect a reply within the hour, 3–6 h on Facebook", "D",
    )
    promise_calm: float = parameter(
        0.6, "1", 0.3, 0.9, "Share of the vacuum that a believed deadline fills until it is due",
        "satisfaction is higher with an estimate (J.D. Power 2011)", "D",
    )
    fatigue_half_life: float = parameter(
        60.0, "h", 24.0, 96.0, "Half-life of being tired of the topic", "prototypes", "C"
    )
    fatigue_reading: float = parameter(
        0.04, "1/post", 0.005, 0.1, "How much reading a critical post tires, against writing one",
        ASSUMED, "C",
    )
    fatigue_news: float = parameter(
        0.8, "1", 0.4, 1.0, "Share of that tiredness which a broken promise undoes", ASSUMED, "C"
    )

    # -- judging the company -----------------------------------------------------------
    broken_promise: float = parameter(
        0.21, "1", 0.1, 0.3, "Trust lost with the first missed deadline", OUTAGES, "A"
    )
    broken_again: float = parameter(
        0.5, "1", 0.0, 1.0, "Further loss for each missed deadline before",
        "double deviation, J. Marketing 66(4)", "D",
    )
    broken_anger: float = parameter(
        0.8, "1", 0.3, 1.5, "Arousal from a missed deadline", ASSUMED, "C"
    )
    broken_grievance: float = parameter(
        0.9, "1", 0.5, 2.0, "Grievance from a missed deadline, per trust lost", ASSUMED, "C"
    )
    passed_on: float = parameter(
        1.0, "1", 0.2, 1.2, "How much more a missed deadline hits those who passed it on to their "
        "own clients", "the case; strength assumed", "C",
    )
    broken_unaffected: float = parameter(
        0.3, "1", 0.1, 0.5, "How strongly a missed deadline touches those not affected",
        ASSUMED, "C",
    )
    disbelief: float = parameter(
        0.3, "1", 0.1, 0.7, "Share by which each missed deadline lowers belief in the next one",
        "double deviation; size assumed", "C",
    )
    kept_promise: float = parameter(
        0.10, "1", 0.03, 0.2, "Trust gained with a deadline met, of what is missing", OUTAGES, "D"
    )
    revised_promise: float = parameter(
        0.04, "1", 0.0, 0.1, "Trust lost with a promise withdrawn in time without a reason",
        ASSUMED, "C",
    )
    admission: float = parameter(
        0.10, "1", 0.03, 0.25, "Trust regained by responsibility taken, of what is missing",
        "SCCT; good answers cut virality by at most 11 % (Herhausen 2019)", "D",
    )
    denial_loss: float = parameter(
        0.15, "1", 0.05, 0.3, "Trust lost with responsibility denied to people who see it "
        "otherwise", "SCCT: deny < diminish < rebuild", "D",
    )
    soothing: float = parameter(
        0.4, "1", 0.1, 0.6, "Arousal that a message of full empathy takes away",
        "empathy helps (Herhausen 2019)", "D",
    )
    compensation: float = parameter(
        0.4, "1", 0.1, 0.6, "Grievance taken away by full compensation", ASSUMED, "C"
    )
    hush_money: float = parameter(
        0.25, "1", 0.05, 0.5, "Arousal of unaffected hearers of a public compensation while the "
        "failure lasts", "early public compensation fuels (Herhausen 2019)", "D",
    )
    deletion_loss: float = parameter(
        0.1, "1", 0.05, 0.4, "Trust lost by an author whose post is deleted without explanation",
        "lowers forgiveness (Liao 2024)", "D",
    )
    deletion_anger: float = parameter(
        0.45, "1", 0.2, 1.0, "Arousal of such an author", "shares ×1.8 after a block", "D"
    )
    deletion_noticed: float = parameter(
        0.2, "1", 0.1, 0.7, "Chance that a visitor notices that most critical posts are gone",
        ASSUMED, "C",
    )
    threat_chill: float = parameter(
        0.1, "heat 0–1", 0.0, 0.3, "Rise of the threshold to speak after a legal threat",
        ASSUMED, "C",
    )
    threat_anger: float = parameter(
        0.5, "1", 0.2, 1.0, "Arousal from a legal threat", "assumption (Streisand effect)", "C"
    )
    help_used: float = parameter(
        0.65, "1", 0.3, 0.9, "Share of those with clients who use help offered for them",
        ASSUMED, "C",
    )
    private_accepted: float = parameter(
        0.6, "1", 0.3, 0.9, "Share of those offered a private channel who take it", ASSUMED, "C"
    )
    private_patience: float = parameter(
        12.0, "h", 4.0, 24.0, "Wait in private after which people come back in public", ASSUMED, "C"
    )
    plants_found: float = parameter(
        0.15, "1", 0.05, 0.4, "Chance that a visitor sees through bought posts", ASSUMED, "C"
    )

    # -- speaking, defending, leaving ------------------------------------------------------
    voice: float = parameter(
        0.7, "1/look", 0.3, 1.5, "Readiness to speak out per look, at heat one above threshold",
        ASSUMED, "C",
    )
    conformity: float = parameter(
        1.0, "1", 0.3, 2.0, "How much a page full of criticism raises that readiness",
        "a larger crowd raises conformity (Johnen 2018)", "D",
    )
    crowd_half: float = parameter(
        0.06, "share of people", 0.03, 0.3, "Share of critics at which the will to join has halved",
        "a larger crowd lowers the will to join (Johnen 2018)", "D",
    )
    calming: float = parameter(
        0.5, "1/look", 0.2, 1.0, "Readiness of a critic well below threshold to fall silent",
        ASSUMED, "C",
    )
    writing: float = parameter(
        0.25, "posts/look", 0.2, 1.2, "Posts per visit of an averagely active critic at full heat",
        PARTICIPATION, "D",
    )
    chatter: float = parameter(
        0.02, "posts/look", 0.005, 0.06, "Ordinary posts per visit of an averagely active fan",
        "0.45–1.3 % of fans active in a quiet week", "D",
    )
    sympathy_gain: float = parameter(
        0.12, "1/look", 0.04, 0.3, "Sympathy for the company that one look at a wholly unfair "
        "attack raises", "a pile-on raises sympathy for the target (N = 3,377 and 3,406)", "D",
    )
    sympathy_half_life: float = parameter(
        60.0, "h", 24.0, 120.0, "Half-life of that sympathy",
        "defenders' T50 82 h against critics' 26 h", "D",
    )
    defending: float = parameter(
        0.6, "1/look", 0.1, 0.8, "Readiness of a fully trusting, calm, sympathising person to "
        "defend", "1–6 % attack/defence posts in ordinary times", "D",
    )
    defence_writing: float = parameter(
        0.25, "posts/look", 0.1, 0.6, "Posts per visit of an averagely active defender",
        ASSUMED, "C",
    )
    defence_calm: float = parameter(
        0.5, "1", 0.3, 0.7, "Arousal taken away where as much defence as attack is seen",
        ASSUMED, "C",
    )
    avoidance_time: float = parameter(
        72.0, "h", 36.0, 240.0, "Time in which full distrust and grievance turn into avoidance",
        "avoidance grows over two months", "D",
    )
    leaving: float = parameter(
        0.10, "1/day", 0.03, 0.3, "Hazard of leaving at full avoidance", "churn modest", "D"
    )


def _declared(name: str) -> Declaration:
    """What is said about the parameter of this name."""
    field = Parameters.model_fields[name]
    said: dict[str, Any] = dict(cast(dict[str, Any], field.json_schema_extra))
    return Declaration(name=name, default=field.default, meaning=str(field.description), **said)


DECLARED: tuple[Declaration, ...] = tuple(_declared(name) for name in Parameters.model_fields)
"""All declarations, in the order of the rules that use them."""
