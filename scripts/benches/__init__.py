"""One module per bench; each yields rows of ours against a floor or a peer."""
