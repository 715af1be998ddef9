"""Parameters of feelings."""

from sim.storm.parameters.declaring import ASSUMED, ParameterTable, parameter


class FeelingsParameters(ParameterTable):
    """Feelings."""

    arousal_half_life: float = parameter(
        1.1, "h", 0.3, 3.0, "Half-life of arousal", "minutes to hours (arXiv 1605.03757)", "B"
    )
    arousal_gain: float = parameter(
        0.36, "1/post", 0.08, 0.5, "Arousal from one critical post seen by a fully susceptible, "
        "distrustful person", ASSUMED, "C",
    )
    first_annoyance: float = parameter(
        0.3, "1", 0.1, 0.6, "Arousal of those badly affected when they find the failure",
        "the case: a first grumble; size assumed", "C",
    )
    unanswered: float = parameter(
        0.4, "1/visit", 0.0, 0.6, "Arousal of those affected who come to look for word and find "
        "none, at full vacuum", "ignoring is worst (Herhausen 2019); 72 % expect an answer within "
        "the hour", "D",
    )
    vent: float = parameter(
        0.43, "1", 0.2, 0.7, "Share of arousal that goes with a post",
        "arousal falls after posting (arXiv 1605.03757)", "B",
    )
    vent_grievance: float = parameter(
        0.02, "1", 0.0, 0.15, "Share of grievance that goes with a post", ASSUMED, "C"
    )
    grievance_rate: float = parameter(
        0.018, "1/h", 0.01, 0.08, "Growth of grievance of those badly affected and left without "
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
        0.105, "1", 0.03, 0.15, "Grievance that a stirred, unaffected person takes over from "
        "what they read", ASSUMED, "C",
    )
    interest_time: float = parameter(
        13.0, "h", 2.0, 16.0, "Age from which interest in news fades as a power of its age",
        "novelty fades (Wu & Huberman 2007); the time is fitted to 18 storms", "D",
    )
    interest_decay: float = parameter(
        0.62, "1", 0.5, 1.3, "Exponent with which interest fades",
        "exponents of 0.67–2.1 in 18 storms; bursts relax as a power of time (Crane & Sornette "
        "2008)", "D",
    )
    asking: float = parameter(
        0.85, "1", 0.0, 0.9, "Share of the posts of those waiting that ask for word",
        ASSUMED, "C",
    )
    unsure: float = parameter(
        0.55, "1", 0.0, 1.5, "Further posts by those waiting who have had no word at all",
        "an acknowledgement ends rumour; size assumed", "C",
    )
    promise_horizon: float = parameter(
        44.0, "h", 18.0, 120.0, "Distance of a promised time at which it calms far less",
        "a faster promise sells (Cui et al. 2024)", "D",
    )
    said_enough: float = parameter(
        14.0, "1", 0.5, 16.0, "How much more a post tires those who wait for nothing",
        "1.34 posts per author (Kim et al. 2015)", "D",
    )
    trust_erosion: float = parameter(
        0.004, "1/h", 0.001, 0.01, "Trust worn away per hour of waiting, badly affected and left "
        "without word",
        ASSUMED, "C",
    )
    trust_recovery: float = parameter(
        2400.0, "h", 480.0, 4000.0, "Time in which trust comes back by itself",
        "58 % of 78 firestorms lower brand perception at once, 40 % in the long run (Hansen et "
        "al. 2018)", "D",
    )
    first_word_hours: float = parameter(
        3.3, "h", 1.0, 6.0, "Median time within which those affected expect a first word",
        "3–6 h on Facebook", "B",
    )
    first_word_spread: float = parameter(
        0.61, "log-sd", 0.3, 1.0, "Spread of that time over people (log-logistic)",
        ASSUMED, "C",
    )
    first_word_loss: float = parameter(
        0.11, "1", 0.05, 0.5, "Trust lost, and grievance raised, when no first word has come by "
        "then",
        ASSUMED, "C",
    )
    roadmap_patience: float = parameter(
        1.0, "1", 0.3, 2.0, "How much longer information stays fresh for those who know the steps "
        "of the repair",
        ASSUMED, "C",
    )
    private_interval: float = parameter(
        15.0, "h", 4.0, 24.0, "Time between two words in private where the team can serve "
        "everybody",
        ASSUMED, "C",
    )
    vacuum_floor: float = parameter(
        0.06, "1", 0.02, 0.5, "Information vacuum right after a message", ASSUMED, "C"
    )
    vacuum_time: float = parameter(
        11.0, "h", 3.0, 16.0, "Time in which information goes stale",
        "72 % expect a reply within the hour, 3–6 h on Facebook", "D",
    )
    promise_calm: float = parameter(
        0.6, "1", 0.3, 0.9, "Share of the vacuum that a believed deadline fills until it is due",
        "satisfaction is higher with an estimate (J.D. Power 2011)", "D",
    )
    fatigue_half_life: float = parameter(
        62.0, "h", 24.0, 96.0, "Half-life of being tired of the topic", "prototypes", "C"
    )
    fatigue_news: float = parameter(
        0.68, "1", 0.4, 1.0, "Share of that tiredness which a broken promise undoes", ASSUMED, "C"
    )
    stirred_if_mild: float = parameter(
        0.5, "1", 0.2, 0.8, "How strongly wholly calm words stir, against 1.5 for the harshest",
        ASSUMED, "C",
    )
    stirred_if_trusting: float = parameter(
        0.48, "1", 0.1, 0.8, "How far a fully trusting reader is stirred; distrust adds up to 1",
        ASSUMED, "C",
    )
    growth_unblamed: float = parameter(
        0.11, "1", 0.0, 0.6, "Share of grievance's growth that needs no blame of the company",
        ASSUMED, "C",
    )
    contagion_pace: float = parameter(
        0.3, "1/post", 0.1, 0.6, "How fast posts read make a reader take over their side",
        ASSUMED, "C",
    )
