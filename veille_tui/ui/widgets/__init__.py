"""Dumb widgets: values in, messages out; none opens a screen or asks the desk."""
