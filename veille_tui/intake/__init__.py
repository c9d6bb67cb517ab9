"""Listings from landlords become households; the plan is made here, the store applies it."""
