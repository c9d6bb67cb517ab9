"""The rules of the field, as plain Python: nothing here reads a file, a clock or a database."""
