"""A Slack workspace on this machine: for trying the bot in a browser, for `play`, and for the tests."""
