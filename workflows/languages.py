"""The languages that Cairn speaks: `languages.yaml`, which adding a language adds a line to."""

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import yaml

SOURCE: Final = "en"  # what the code says
# Code, as CLDR writes it -> the language's name in its own words.
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    yaml.safe_load(files("workflows").joinpath("languages.yaml").read_text(encoding="utf-8"))
)
