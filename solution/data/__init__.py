"""The data of the assignment, and how to load it."""
