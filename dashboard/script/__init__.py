"""A script: scenes in an order, performed one after the other by a single key."""
