"""Tell pytest how the tests reach your code, and add up your points. There is nothing to change here."""

pytest_plugins = ["testkit.student_plugin"]
