"""The middle of a conversation: words to say, answers to choose, fields to fill."""
