"""`python -m bot`."""

import sys

from bot.cli import main

# Drawing happens in spawned processes, which import this module again: only the first one is the command.
if __name__ == "__main__":
    sys.exit(main())
