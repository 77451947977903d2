"""The spec of a course: its model, its loader, and what can be wrong with it."""
