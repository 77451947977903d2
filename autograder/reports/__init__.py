"""A grading as it is read: by Gradescope, in a terminal, in a browser."""
