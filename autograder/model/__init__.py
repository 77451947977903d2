"""Plain data that every room of the grader shares: the manifest of a build, and the result of a grading."""
