"""Grade many submissions: batches of them, each in a grader of its own process, here or on other machines."""
