"""From this workstation's journal to the shared store, and back."""
