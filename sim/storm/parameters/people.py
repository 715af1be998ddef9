"""Parameters of people's traits."""

from sim.storm.parameters.declaring import ASSUMED, PARTICIPATION, ParameterTable, parameter


class PeopleParameters(ParameterTable):
    """Traits of people."""

    susceptibility: float = parameter(
        0.327, "1", 0.15, 0.45, "Mean readiness to be stirred by others' anger", ASSUMED, "C"
    )
    threshold: float = parameter(
        0.56, "heat 0–1", 0.35, 0.75, "Mean heat from which a person speaks out in public",
        "86 % would talk in person, 42 % online (Pew 2014)", "D",
    )
    never_public: float = parameter(
        0.6, "1", 0.3, 0.65, "Share of people who never criticise in public",
        "42 % would talk online (Pew 2014)", "D",
    )
    threshold_spread: float = parameter(
        0.28, "heat 0–1", 0.08, 0.3, "Standard deviation of that threshold", ASSUMED, "C"
    )
    activity_exponent: float = parameter(
        1.15, "tail exponent", 1.05, 2.0, "Tail exponent of people's activity (Pareto)",
        PARTICIPATION, "D",
    )
    initial_trust: float = parameter(
        0.62, "trust 0–1", 0.4, 0.8, "Mean trust in the company before the incident", ASSUMED, "C"
    )
    clients_pressure: float = parameter(
        17.0, "1", 3.0, 20.0, "Growth of grievance from one's own waiting clients in office hours, "
        "relative to one's own trouble", "the case; strength assumed", "C",
    )
    susceptibility_concentration: float = parameter(
        3.0, "concentration", 1.5, 8.0, "How alike people are in susceptibility (concentration of "
        "the Beta distribution)", ASSUMED, "C",
    )
    temper_alike: float = parameter(
        0.5, "1", 0.2, 0.8, "Share of people's temper that they have from, or chose in, their "
        "friends", "anger is alike along ties (Bollen et al. 2011; Fan et al. 2014)", "D",
    )
    trust_concentration: float = parameter(
        8.0, "concentration", 4.0, 20.0, "How alike people are in trust (concentration of the "
        "Beta distribution)", ASSUMED, "C",
    )
    feed_looks_spread: float = parameter(
        0.5, "log-sd", 0.3, 1.2, "Spread over people of their looks at the feed (lognormal)",
        ASSUMED, "C",
    )
