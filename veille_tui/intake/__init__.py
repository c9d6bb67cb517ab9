"""From a landlord's listing to households in the shared store."""
