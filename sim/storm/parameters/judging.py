"""Parameters of judging the company."""

from sim.storm.parameters.declaring import ASSUMED, OUTAGES, ParameterTable, parameter


class JudgingParameters(ParameterTable):
    """Judging the company."""

    broken_promise: float = parameter(
        0.18, "1", 0.1, 0.3, "Trust lost with the first missed deadline",
        f"{OUTAGES} (the larger part of this contrast)", "D",
    )
    broken_again: float = parameter(
        0.3, "1", 0.0, 1.0, "Further loss for each missed deadline before",
        "double deviation, J. Marketing 66(4)", "D",
    )
    broken_anger: float = parameter(
        3.0, "1", 0.5, 3.0, "Arousal from a missed deadline", ASSUMED, "C"
    )
    broken_grievance: float = parameter(
        0.95, "1", 0.5, 2.0, "Grievance from a missed deadline, per trust lost", ASSUMED, "C"
    )
    passed_on: float = parameter(
        0.54, "1", 0.2, 1.2, "How much more a missed deadline hits those who passed it on to their "
        "own clients", "the case; strength assumed", "C",
    )
    broken_unaffected: float = parameter(
        0.9, "1", 0.1, 1.0, "How strongly a missed deadline touches those not affected",
        ASSUMED, "C",
    )
    miss_hearsay: float = parameter(
        0.75, "1", 0.1, 1.0, "Weight of a missed time that one only reads of, against one "
        "believed in",
        ASSUMED, "C",
    )
    miss_novelty: float = parameter(
        0.4, "1", 0.2, 1.0, "News in each further missed time, against the one before",
        ASSUMED, "C",
    )
    step_kept: float = parameter(
        0.056, "1", 0.01, 0.06, "Trust gained with a step of the roadmap reported done, of what "
        "is missing",
        ASSUMED, "C",
    )
    fixed_ends: float = parameter(
        120.0, "h", 24.0, 240.0, "Age that the news takes on with word that it is over",
        ASSUMED, "C",
    )
    disbelief: float = parameter(
        0.3, "1", 0.1, 0.7, "Share by which each missed deadline lowers belief in the next one",
        "double deviation; size assumed", "C",
    )
    kept_promise: float = parameter(
        0.06, "1", 0.02, 0.2, "Trust gained with a deadline met, of what is missing",
        f"{OUTAGES} (the smaller part of it)", "D",
    )
    revised_promise: float = parameter(
        0.043, "1", 0.0, 0.1, "Trust lost with a promise withdrawn in time without a reason",
        ASSUMED, "C",
    )
    admission: float = parameter(
        0.084, "1", 0.03, 0.25, "Trust regained by responsibility taken, of what is missing",
        "SCCT; good answers cut virality by at most 11 % (Herhausen 2019)", "D",
    )
    denial_loss: float = parameter(
        0.22, "1", 0.05, 0.3, "Trust lost with responsibility denied to people who see it "
        "otherwise", "SCCT: deny < diminish < rebuild", "D",
    )
    soothing: float = parameter(
        0.4, "1", 0.1, 0.6, "Arousal that a message of full empathy takes away",
        "empathy helps (Herhausen 2019)", "D",
    )
    compensation: float = parameter(
        0.155, "1", 0.05, 0.6, "Grievance taken away by full compensation", ASSUMED, "C"
    )
    hush_excused: float = parameter(
        0.85, "1", 0.3, 1.0, "How far responsibility taken before excuses public compensation",
        ASSUMED, "C",
    )
    hush_money: float = parameter(
        0.13, "1", 0.05, 0.5, "Arousal of unaffected hearers of a public compensation while the "
        "failure lasts", "early public compensation fuels (Herhausen 2019)", "D",
    )
    deletion_loss: float = parameter(
        0.1, "1", 0.05, 0.4, "Trust lost by an author whose post is deleted without explanation",
        "lowers forgiveness (Liao 2024)", "D",
    )
    deletion_anger: float = parameter(
        1.0, "1", 0.2, 1.0, "Arousal of such an author", "shares ×1.8 after a block", "D"
    )
    deletion_noticed: float = parameter(
        0.7, "1", 0.1, 0.7, "Chance that a visitor notices that most critical posts are gone",
        ASSUMED, "C",
    )
    threat_chill: float = parameter(
        0.1, "heat 0–1", 0.0, 0.3, "Rise of the threshold to speak after a legal threat",
        ASSUMED, "C",
    )
    threat_anger: float = parameter(
        0.75, "1", 0.2, 1.0, "Arousal from a legal threat", "assumption (Streisand effect)", "C"
    )
    offence_trust: float = parameter(
        0.55, "1", 0.1, 1.5, "Trust lost per grievance that an offence, or reading others, raises",
        "58 % of 78 firestorms lower brand perception at once (Hansen et al. 2018)", "D",
    )
    answer_half_life: float = parameter(
        0.2, "h", 0.2, 1.0, "Half-life of what an answer to one's own complaint is worth",
        "20 dollars under 6 min, 2.33 over an hour (Huang et al. 2018)", "D",
    )
    answer_gain: float = parameter(
        0.5, "1", 0.1, 0.8, "Trust gained by an answer at once, of what is missing", ASSUMED, "C"
    )
    answers_back: float = parameter(
        0.5, "1", 0.1, 0.9, "Chance that an author replies to a public answer",
        "public replies raise the number of negative comments (N1)", "D",
    )
    claims: float = parameter(
        2.0, "1", 0.2, 2.0, "Chance, times the worth of a compensation announced to all, that one "
        "of those affected asks for theirs in public", "with compensation further comments (N1)",
        "D",
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
    reactance: float = parameter(
        0.4, "1", 0.1, 0.8, "Arousal from supporters who come as a crowd",
        "flooding with supporters can be worse than nothing", "D",
    )
    plants_found: float = parameter(
        0.15, "1", 0.05, 0.4, "Chance that a visitor sees through bought posts", ASSUMED, "C"
    )
    belief_base: float = parameter(
        0.13, "1", 0.1, 0.5, "Chance that a person without trust believes a first promise",
        ASSUMED, "C",
    )
    evidence_time: float = parameter(
        14.0, "h", 6.0, 48.0, "Time after which evidence hardly moves those who know of the matter",
        "strong within 12 h, none after 48 h (Slaughter et al. 2025)", "D",
    )
    evidence_believed: float = parameter(
        0.4, "1", 0.1, 0.8, "Share of good evidence that a person without trust believes",
        ASSUMED, "C",
    )
    damage_kept: float = parameter(
        0.59, "1", 0.2, 0.8, "Share of the grievance of those affected that stays when blame goes: "
        "the damage", ASSUMED, "C",
    )
    admission_blame: float = parameter(
        0.5, "1", 0.2, 0.8, "How far responsibility taken raises the blame of those who saw "
        "little of it", ASSUMED, "C",
    )
    denial_base: float = parameter(
        0.5, "1", 0.2, 0.7, "How far those affected refuse a denial even without blame",
        ASSUMED, "C",
    )
    denial_anger: float = parameter(
        2.0, "1", 1.0, 4.0, "Arousal from a denial refused, per trust lost", ASSUMED, "C"
    )
    civility_soothing: float = parameter(
        0.38, "1", 0.1, 0.8, "Soothing by a firm call for a civil tone, against that by full "
        "empathy", ASSUMED, "C",
    )
    deletion_others: float = parameter(
        0.5, "1", 0.2, 0.8, "How much a deletion weighs with others, against an author",
        ASSUMED, "C",
    )
    deletion_excused: float = parameter(
        0.7, "1", 0.4, 0.9, "Share of its weight that a full explanation takes from a deletion",
        ASSUMED, "C",
    )
    plants_anger: float = parameter(
        0.5, "1", 0.2, 1.0, "Arousal from bought posts seen through, against that of a deleted "
        "author", ASSUMED, "C",
    )
    private_return: float = parameter(
        0.5, "1/look", 0.2, 0.9, "Chance to come back in public at a look, once patience in "
        "private is over", ASSUMED, "C",
    )
