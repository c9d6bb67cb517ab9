"""The supervisor's verbs: campaigns, people, referrals, relays, erasure."""
