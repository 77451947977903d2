"""Documents made of a spec: the hand-out and the sample report."""
