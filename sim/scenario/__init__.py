"""Scenarios: the files that say what is simulated, read, checked and explained."""

from sim.scenario.library import shipped
from sim.scenario.loading import load_scenario, scenario_from_document
from sim.scenario.schema import Plan, Scenario

__all__ = ["Plan", "Scenario", "load_scenario", "scenario_from_document", "shipped"]
