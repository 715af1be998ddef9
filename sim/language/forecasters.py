"""Names of texts on those who forecast."""

FORECASTERS = {
    "forecast": "mixture",
    "model": "model",
    "average storm": "average",
    "power law": "power",
    "exponential": "exponential",
    "yesterday's rate": "yesterday",
}
"""The texts of those that are translated. The others are called by their proper names."""
