"""The complete document, for programs and for coming back: JSON and YAML."""

import json
from typing import Any

import yaml

from bot.exports.format import Format, Pictures
from bot.i18n import N_
from workflows.document import BadDocumentError, Document, plain, read


def write_json(document: Document, pictures: Pictures, language: str) -> bytes:
    """The document as JSON, its keys the same in every language."""
    del pictures, language
    return json.dumps(plain(document), ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


def write_yaml(document: Document, pictures: Pictures, language: str) -> bytes:
    """The same as YAML 1.1: plain values only, no tags, no anchors."""
    del pictures, language
    said: str = yaml.dump(
        plain(document), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100, default_flow_style=False
    )
    return said.encode()


def read_json(content: bytes) -> Document:
    """The document in JSON. BadDocumentError where there is none."""
    try:
        return read(json.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        raise BadDocumentError("bad_document", why=str(error)) from None


def read_yaml(content: bytes) -> Document:
    """The document in YAML. BadDocumentError where there is none."""
    try:
        return read(yaml.load(_no_aliases(content.decode("utf-8-sig")), Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadDocumentError("bad_document", why=str(error)) from None


class _Plain(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _no_aliases(text: str) -> str:
    """The text, or YAMLError where it has aliases: a few of them make gigabytes of nothing."""
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader)):
        msg = "aliases are not taken"
        raise yaml.YAMLError(msg)
    return text


JSON = Format(
    "json", N_("JSON"), N_("Everything, for programs and for bringing it back"), "json", "application/json", write_json
)
YAML = Format(
    "yaml", N_("YAML"), N_("The same, easier to read"), "yaml", "application/yaml", write_yaml
)  # fmt: skip
