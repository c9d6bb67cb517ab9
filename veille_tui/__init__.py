"""veille-tui: the telephone welfare-check workstation of social landlords."""

__version__ = "0.1.0"
