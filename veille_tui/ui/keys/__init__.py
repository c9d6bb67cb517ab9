"""The keys themselves, room by room; ui/commands makes footers, help and palette of them."""
