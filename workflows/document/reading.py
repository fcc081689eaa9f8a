"""Documents as plain data and back."""

from typing import Any

from pydantic import ValidationError

from workflows.document.model import FORMAT, VERSION, Document, Part
from workflows.errors import InvalidError


class BadDocumentError(InvalidError):
    """What came is no document of a map. `where`: which part of it; `why`: in English, from the shape of documents."""

    def __init__(self, code: str, where: str = "", why: str = "") -> None:
        """A code (`not_a_map`, `newer_document`, `bad_document`) and what the sentence needs to say."""
        super().__init__("document", code, where=where, why=why)
        self.where, self.why = where, why


def read(data: object) -> Document:
    """The document in parsed JSON or YAML. BadDocumentError where it is none, naming the first part that is wrong."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadDocumentError("not_a_map")
    version = data.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadDocumentError("newer_document", why=str(version))
    try:
        return Document.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadDocumentError("bad_document", where, str(first["msg"]).removeprefix("Value error, ")) from None


def plain(document: Document) -> dict[str, Any]:
    """A document as JSON takes it, in the order of its fields."""
    return document.model_dump(mode="json")


def prepare() -> None:
    """Have everything made that checks and writes documents: the first one would wait for it."""
    for part in Part.__subclasses__():
        part.model_rebuild()


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of documents of this version."""
    made = Document.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:cairn:{FORMAT}:{VERSION}", **made}
