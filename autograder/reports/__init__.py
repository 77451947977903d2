"""Reports of a grading: in a terminal, in a browser, as text for staff, and stored to be read again."""
