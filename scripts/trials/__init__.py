"""Faults on purpose, one file per family, and an auditor that trusts none of the program's code."""
