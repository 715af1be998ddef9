"""The languages of charts, reports and exercise: texts, numbers and moments of the week."""
