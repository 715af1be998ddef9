"""Kinds of ties between people that a scenario can ask for."""

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.section import Section
from sim.storm.responses import Share

TiesPerPerson = Annotated[
    int,
    Field(
        ge=1, le=1000, description="Ties per person; as each tie joins two, all have twice that."
    ),
]


class NoTies(Section):
    """Nobody knows anybody: the storm runs over the page alone."""

    kind: Literal["none"]


class PowerLawCluster(Section):
    """A few people with many ties, and friends who know each other (Holme & Kim 2002)."""

    kind: Literal["power-law-cluster"]
    ties_per_person: TiesPerPerson = 4
    triangles: Share = Field(0.3, description="Chance that a new tie closes a triangle.")


class PreferentialAttachment(Section):
    """A few people with very many ties (Barabási & Albert 1999)."""

    kind: Literal["preferential-attachment"]
    ties_per_person: TiesPerPerson = 4


class SmallWorld(Section):
    """Neighbourhoods with some ties across (Watts & Strogatz 1998)."""

    kind: Literal["small-world"]
    ties_per_person: TiesPerPerson = 4
    rewired: Share = Field(0.1, description="Share of the ties that lead anywhere.")


class Communities(Section):
    """Groups that mostly know each other (stochastic blocks)."""

    kind: Literal["communities"]
    ties_per_person: TiesPerPerson = 4
    groups: int = Field(5, ge=1, le=10_000, description="Number of groups, of equal size.")
    inside: Share = Field(0.8, description="Share of the ties that stay within the group.")
    homophily: Share = Field(
        0.0,
        description="How alike those of a group are in their trust and in being affected: 0 not "
        "at all, 1 all the same.",
    )


class Configuration(Section):
    """Ties drawn at random for given numbers of ties per person."""

    kind: Literal["configuration"]
    ties_per_person: TiesPerPerson = 4
    exponent: float = Field(
        2.5, ge=1.1, le=10, description="Tail exponent of the ties per person; smaller is heavier."
    )
    degrees: str | None = Field(
        None,
        min_length=1,
        description="File with everybody's number of ties, one per line, instead of a tail.",
    )


class TiesFromFile(Section):
    """Ties read from a list (.csv, .txt, .parquet) or a graph file (GraphML, GEXF and others)."""

    kind: Literal["file"]
    path: str = Field(min_length=1, description="The file, named relative to the scenario file.")


Ties = Annotated[
    NoTies
    | PowerLawCluster
    | PreferentialAttachment
    | SmallWorld
    | Communities
    | Configuration
    | TiesFromFile,
    Field(discriminator="kind"),
]
