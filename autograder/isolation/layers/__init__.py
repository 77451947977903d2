"""The walls around a worker, a module per layer, and ``plan`` that says which of them this machine offers."""
