"""The campaign's figures, lists and files."""
