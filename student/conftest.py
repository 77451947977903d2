"""Tells pytest how the tests reach your code and adds up your points. There is nothing to change here."""

pytest_plugins = ["testkit.student_plugin"]
