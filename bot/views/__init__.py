"""Pure functions from a frozen snapshot to Slack's blocks: they reach neither database nor Slack."""
