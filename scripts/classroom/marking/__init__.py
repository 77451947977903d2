"""Marking of written answers: rubric items and marks in the record, answers from the hand-ins, and the page in the browser."""
