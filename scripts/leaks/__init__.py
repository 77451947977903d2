"""The leak check: what is secret, where it is looked for, and what may overlap."""
