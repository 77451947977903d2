"""What is graded of a submission: the files that the assignment names, small modules beside them, and nothing else.

Everything that a student hands in is hostile until it is bytes in memory. Nothing is unpacked to disk, no link is
followed, and what is not graded is either junk (ignored) or named in a notice.
"""

from autograder.submission.collector import Submission, collect, digest_files, name_submission
from autograder.submission.sources import SubmissionError, find_mode

__all__ = ["Submission", "SubmissionError", "collect", "digest_files", "find_mode", "name_submission"]
