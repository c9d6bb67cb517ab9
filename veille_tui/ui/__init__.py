"""The front of house: it asks, it never decides."""
