"""All messages of an exercise as a table with one row each, as exercise planners keep them.

Planners call it a master scenario events list (MSEL). It is written as an Excel workbook or as
CSV, and what was changed in a spreadsheet is read back into the scenario's file.
"""
