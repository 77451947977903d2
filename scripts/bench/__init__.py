"""What the kit costs and how fast it is, measured side by side with others in one run. ``make bench``."""
