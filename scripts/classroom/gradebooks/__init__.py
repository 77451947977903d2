"""Learning platforms' own gradebook files filled in, and feedback in the form that a platform takes back."""
