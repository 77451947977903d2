"""What is built of a spec: the student's tree, its release, notebooks, and the autograder zip."""
