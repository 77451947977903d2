"""Where everybody stands: which attempt counts, what was adjusted by hand, what lateness takes, and the total."""
