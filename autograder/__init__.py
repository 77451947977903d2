"""The grader: hidden tests in a trusted process, student code in sandboxed workers."""
