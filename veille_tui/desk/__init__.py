"""The telephonist's verbs: next household, dial, answer, finish."""
