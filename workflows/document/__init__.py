"""Maps as documents: one complete, versioned description that exports are made of and imports come back from."""

from workflows.document.contents import content_of as content_of
from workflows.document.model import FORMAT as FORMAT
from workflows.document.model import VERSION as VERSION
from workflows.document.model import Content as Content
from workflows.document.model import Document as Document
from workflows.document.reading import BadDocumentError as BadDocumentError
from workflows.document.reading import plain as plain
from workflows.document.reading import prepare as prepare
from workflows.document.reading import read as read
from workflows.document.reading import schema as schema
from workflows.document.restoring import restore as restore
from workflows.document.restoring import restore_document as restore_document
from workflows.document.showing import snapshot_of as snapshot_of
from workflows.document.taking import document as document
from workflows.document.taking import document_of as document_of
from workflows.document.taking import whole as whole
