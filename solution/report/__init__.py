"""Your report: ``python -m report`` makes report.pdf of report/answers/. There is nothing to change in these files."""
