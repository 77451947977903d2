"""The record of a class: hand-ins, results, changes by hand, what was published. Pages and exports are queries of it."""
