"""Hidden tests at work: the pytest plugin, one submission's run, proxies of student code, hints and feedback."""
