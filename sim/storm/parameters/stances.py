"""Parameters of speaking, defending and leaving."""

from sim.storm.parameters.declaring import ASSUMED, PARTICIPATION, ParameterTable, parameter


class StancesParameters(ParameterTable):
    """Speaking, defending and leaving."""

    voice: float = parameter(
        0.75, "1/look", 0.3, 1.5, "Readiness to speak out per look, at heat one above threshold",
        ASSUMED, "C",
    )
    conformity: float = parameter(
        1.85, "1", 0.3, 2.0, "How much a page full of criticism raises that readiness",
        "a larger crowd raises conformity (Johnen 2018)", "D",
    )
    friends_agree: float = parameter(
        0.91, "1", 0.3, 2.0, "Rise of the readiness to speak out where friends do",
        "1.91 times as willing where followers agree (Pew 2014)", "B",
    )
    loyalty: float = parameter(
        0.072, "1", 0.005, 0.15, "Readiness of the trusting to defend without any sympathy, of "
        "that with full sympathy", "1–6 % attack/defence posts in ordinary times", "D",
    )
    crowd_half: float = parameter(
        0.056, "share of people", 0.03, 0.3, "Share of critics at which the will to join has "
        "halved",
        "a larger crowd lowers the will to join (Johnen 2018)", "D",
    )
    calming: float = parameter(
        0.5, "1/look", 0.2, 1.0, "Readiness of a critic well below threshold to fall silent",
        ASSUMED, "C",
    )
    writing: float = parameter(
        0.41, "posts/look", 0.1, 0.8, "Posts per visit of an averagely active critic at full heat",
        PARTICIPATION, "D",
    )
    chatter: float = parameter(
        0.0062, "posts/look", 0.005, 0.06, "Ordinary posts per visit of an averagely active fan",
        "0.45–1.3 % of fans active in a quiet week", "D",
    )
    sympathy_gain: float = parameter(
        0.045, "1/look", 0.03, 0.3, "Sympathy for the company that one look at a wholly unfair "
        "attack raises", "a pile-on raises sympathy for the target (N = 3,377 and 3,406)", "D",
    )
    sympathy_half_life: float = parameter(
        90.0, "h", 24.0, 120.0, "Half-life of that sympathy",
        "defenders' T50 82 h against critics' 26 h", "D",
    )
    defending: float = parameter(
        0.28, "1/look", 0.1, 0.8, "Readiness of a fully trusting, calm, sympathising person to "
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
        0.1, "1/day", 0.03, 0.3, "Hazard of leaving at full avoidance", "churn modest", "D"
    )
    silence_margin: float = parameter(
        0.8, "1", 0.6, 1.0, "Heat, relative to the threshold, below which critics begin to fall "
        "silent", ASSUMED, "C",
    )
    pile_on_posts: float = parameter(
        5.0, "posts in view", 2.0, 12.0, "Critical posts in view at which an attack is "
        "half a pile-on", ASSUMED, "C",
    )
    unfair_if_mild: float = parameter(
        0.48, "1", 0.2, 0.7, "How unfair an attack in wholly calm words looks, against the "
        "harshest", ASSUMED, "C",
    )
    sympathy_ungiven: float = parameter(
        0.3, "1", 0.1, 0.6, "Share of unfairness that needs neither responsibility taken nor "
        "information", ASSUMED, "C",
    )
    defend_trust: float = parameter(
        0.5, "trust 0–1", 0.3, 0.7, "Trust from which a person may defend the company", ASSUMED, "C"
    )
    defender_rest: float = parameter(
        0.2, "1/look", 0.1, 0.6, "Chance that a defender without sympathy rests", ASSUMED, "C"
    )
    defence_posts: float = parameter(
        4.0, "posts taken in", 2.0, 10.0, "Critical posts in view that move a defender in full",
        ASSUMED, "C",
    )
    call_trust: float = parameter(
        0.65, "trust 0–1", 0.5, 0.8, "Trust from which a call for support reaches a person",
        ASSUMED, "C",
    )
    call_readiness: float = parameter(
        2.0, "1", 1.0, 4.0, "Rise of the readiness to defend after a call for support", ASSUMED, "C"
    )
    clients_writing: float = parameter(
        0.5, "1", 0.1, 1.5, "Posts more per weight of waiting clients, in office hours",
        ASSUMED, "C",
    )
    decision_time: float = parameter(
        300.0, "h", 96.0, 504.0, "Time in which customers decide whether to leave, after news",
        "boycott talk was gone within three weeks (Liaukonytė et al. 2023)", "D",
    )
    call_sympathy: float = parameter(
        0.5, "1", 0.2, 0.8, "Sympathy that a call for support raises", ASSUMED, "C"
    )
