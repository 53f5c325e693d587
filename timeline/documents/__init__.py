"""Read a folder, a file or a .jsonl into documents: text, metadata, language, debris aside."""

from timeline.documents.library import Library, origin_print, read_documents

__all__ = ["Library", "origin_print", "read_documents"]
