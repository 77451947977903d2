"""Grading with the current build: one submission, and the examples of the demo."""
