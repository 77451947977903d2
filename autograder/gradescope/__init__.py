"""Gradescope: its metadata and late policy in, its results.json out, and the scripts that it runs."""
