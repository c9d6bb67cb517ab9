"""A campaign run by simulated callers and tenants, through the real program."""
