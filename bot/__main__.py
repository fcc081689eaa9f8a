"""`python -m bot`."""

import gc
import os
import sys

gc.disable()  # what is imported stays: looking through it again and again takes a fifth of the start
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # pydantic would look for them in every library

from bot.cli import main  # noqa: E402

gc.freeze()
gc.enable()

# Drawing happens in spawned processes, which import this module again: only the first one is the command.
if __name__ == "__main__":
    sys.exit(main())
