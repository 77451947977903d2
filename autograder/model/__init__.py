"""Plain data that every room of the grader shares: what a build says, and what a grading found."""
