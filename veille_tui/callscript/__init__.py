"""YAML that people write, read into checked call scripts and campaigns or all their problems."""
