"""From a YAML call script to a checked one, or to the list of what is wrong with it."""
