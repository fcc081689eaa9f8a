"""The file that stands for Slack."""

import json
from pathlib import Path


def standing(path: Path) -> list[dict[str, str]]:
    """What stands in Slack; a line that a kill cut off does not."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]
