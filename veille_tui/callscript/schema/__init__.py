"""JSON Schemas (draft-07) for editors, made from the vocabulary: scripts, blocks and campaigns."""

from __future__ import annotations

from veille_tui.callscript.schema.documents import KINDS, LANGUAGES, schema, schema_text

__all__ = ["KINDS", "LANGUAGES", "schema", "schema_text"]
