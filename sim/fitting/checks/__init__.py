"""Check fits as inference packages are checked: calibration, local tests, alarms, sensitivity."""
