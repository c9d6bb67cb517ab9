"""The command line: arguments in, words and documents out."""
