"""Pairs of hand-ins whose functions are much alike: a list to look at, never an accusation."""
