"""What is taken from a submission: the files the assignment names, small modules beside them, and nothing else.

Everything that a student hands in is hostile until it is bytes in memory. Nothing is unpacked to disk, no link is
followed, and what is not taken is either junk (ignored) or named in a notice.
"""

from autograder.submission.collector import Submission, digest_of, take
from autograder.submission.sources import SubmissionError

__all__ = ["Submission", "SubmissionError", "digest_of", "take"]
