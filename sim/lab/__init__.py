"""The lab: responses moved along a timeline, and what the storm answers.

A draft is the text of a scenario file with the plan in hand and its rival. It is changed by
edits, kept by a history, drawn as a timeline and answered by runs. None of these knows of pages.
"""
