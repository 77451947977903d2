"""The course spec: its model, its loader and everything that can be wrong with it."""
