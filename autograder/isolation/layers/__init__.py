"""The layers of the sandbox, one module each, and ``tiers``, which finds out which of them this machine offers."""
