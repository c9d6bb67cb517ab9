"""One file per screen, its style beside it; modals return one typed value."""
