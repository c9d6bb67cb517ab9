"""How the shared store's tables came to be, one revision after another."""
