"""Parameters of attention: the feed, the page, the press."""

from sim.storm.parameters.declaring import ASSUMED, PARTICIPATION, ParameterTable, parameter


class AttentionParameters(ParameterTable):
    """Attention: the feed, the page, the press."""

    feed_looks: float = parameter(
        6.0, "looks/day", 3.0, 15.0, "Mean looks at the social network's feed",
        "14 looks a day on the phone (IDC 2013)", "C"
    )
    feed_reach: float = parameter(
        0.46, "1", 0.15, 1.2, "Visibility of a fresh company post in the feed",
        "an ordinary page post reaches about 16 % of fans (2012)", "D",
    )
    feed_places: float = parameter(
        3.0, "posts taken in", 1.0, 8.0, "Places in a feed for friends' posts on one matter",
        ASSUMED, "C",
    )
    waiting_tail: float = parameter(
        2.2, "tail exponent above 1", 1.3, 5.0, "Tail exponent of the waits between looks",
        "people answer late, waiting times are heavy-tailed (Barabási 2005; Crane & Sornette "
        "2008)", "D",
    )
    matter_spread: float = parameter(
        0.9, "log-sd", 0.2, 1.5, "Spread over matters of how fast interest in them fades "
        "(lognormal)", "exponents of 0.67–2.1 in 18 storms", "D",
    )
    put_off_time: float = parameter(
        0.8, "h", 0.2, 4.0, "Time scale on which those who wait for nothing put off what they "
        "mean to say", ASSUMED, "C",
    )
    put_off_tail: float = parameter(
        0.3, "tail exponent", 0.3, 0.8, "Tail exponent of that wait",
        "θ of 0.3–0.4 (Crane & Sornette 2008; Barabási 2005)", "B",
    )
    due_return: float = parameter(
        0.25, "h", 0.2, 3.0, "Mean time in which those who believed in a time come to look once it "
        "is over", ASSUMED, "C",
    )
    evidence_met: float = parameter(
        0.3, "1/post", 0.02, 0.6, "Chance per critical post read to meet the evidence that the "
        "company put under it", "evidence under a false post (Slaughter et al. 2025)", "D",
    )
    answer_visibility: float = parameter(
        0.34, "posts", 0.05, 1.0, "Further visibility that a public answer gives to a complaint",
        "public replies raise the number of negative comments (N1); responses publicise "
        "complaints (Golmohammadi et al. 2021)", "D",
    )
    miss_quoted: float = parameter(
        0.12, "1/post", 0.01, 0.2, "Chance per critical post read to learn of a missed time",
        ASSUMED, "C",
    )
    opens_comments: float = parameter(
        0.34, "1", 0.1, 0.7, "Share of those meeting a company post who open the comments below",
        ASSUMED, "C",
    )
    page_visits: float = parameter(
        0.041, "1/day", 0.01, 0.2, "Visits to the page itself by a calm fan", PARTICIPATION, "D"
    )
    check_visits: float = parameter(
        1.2, "1/day", 0.5, 4.0, "Visits by those affected while they wait", ASSUMED, "C"
    )
    heated_visits: float = parameter(
        8.5, "1/day", 3.0, 20.0, "Further visits by a person at full heat", ASSUMED, "C"
    )
    reads_page: float = parameter(
        1.0, "1", 0.5, 1.0, "Chance that a visitor of the page reads its latest message",
        ASSUMED, "C",
    )
    friends_notice: float = parameter(
        0.79, "1", 0.1, 0.9, "Chance that a friend's post is met in the feed", ASSUMED, "C"
    )
    friends_weight: float = parameter(
        10.0, "posts", 1.0, 10.0, "Weight of a friend's post against a stranger's", ASSUMED, "C"
    )
    page_capacity: float = parameter(
        7.0, "posts taken in", 3.0, 30.0, "Posts that a visitor takes in at most", ASSUMED, "C"
    )
    likes_weight: float = parameter(
        0.086, "posts", 0.0, 0.5, "Further visibility that one approval gives to critical posts",
        "approval feeds later outrage (Brady 2021)", "D",
    )
    discovery_time: float = parameter(
        6.7, "h", 2.0, 12.0, "Mean time in which those affected notice the failure themselves",
        ASSUMED, "C",
    )
    revisits_inactive: float = parameter(
        0.6, "1", 0.3, 0.9, "How often the hardly active come back when heated, against the "
        "average", ASSUMED, "C",
    )
    reads_older: float = parameter(
        0.44, "1", 0.2, 0.8, "Chance that a visitor reads an older message, against the latest one",
        ASSUMED, "C",
    )
    direct_read_time: float = parameter(
        3.0, "h", 1.0, 8.0, "Mean time in which a direct message brings those whom it addresses "
        "to the page", ASSUMED, "C",
    )
    article_read_time: float = parameter(
        8.0, "h", 2.0, 16.0, "Mean time in which readers of an article come to the page",
        ASSUMED, "C",
    )
    article_delay: float = parameter(
        8.0, "h", 2.0, 12.0, "Time that the press takes to write", ASSUMED, "C"
    )
    article_pause: float = parameter(
        18.0, "h", 6.0, 48.0, "Time after an article before the press takes the matter up again",
        ASSUMED, "C",
    )
    quoting: float = parameter(
        0.64, "1", 0.4, 0.9, "Share of outlets that quote a word of the company which they have",
        "half of the articles quote the firm (Einwiller et al. 2017)", "D",
    )
    small_outlets: float = parameter(
        0.02, "1", 0.02, 0.3, "Reach of an article before the large outlets follow, against one of "
        "theirs", "1–3 outlets leave the market unmoved (Stäbler & Fischer 2020)", "D",
    )
    own_post_followed: float = parameter(
        29.0, "h", 6.0, 72.0, "Time in which authors notice the deletion of their own post for "
        "certain", ASSUMED, "C",
    )
    first_posts_harshness: float = parameter(
        0.5, "1", 0.2, 0.8, "Harshness of the strangers' posts that start the storm", ASSUMED, "C"
    )
    liking: float = parameter(
        0.86, "1", 0.2, 0.9, "Chance that a fully aroused and blaming reader approves of the "
        "critical posts", ASSUMED, "C",
    )
