"""Synced many-to-many: after each value of a series, a forecast of the next twelve."""
