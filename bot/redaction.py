"""Keeps tokens out of what is written down."""

import logging
import re

_SECRET = re.compile(r"(xox[a-z](?:\.xox[a-z])?-|xapp-)[\w.-]+|(://[^/\s:@]+:)[^@\s/]+(?=@)")


def redacted(text: str) -> str:
    """Put dots in the place of Slack tokens and of passwords in addresses."""
    return _SECRET.sub(lambda found: f"{found[1] or found[2]}…", text)


class Redact(logging.Formatter):
    """Formats a record as usual, traceback included, then takes the secrets out."""

    def format(self, record: logging.LogRecord) -> str:
        """Format and redact."""
        return redacted(super().format(record))
