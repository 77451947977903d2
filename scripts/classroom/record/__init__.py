"""The record of a class: who handed in what, every result, every change by hand, what was published. Pages and exports are queries."""
