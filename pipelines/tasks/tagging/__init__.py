"""Synced many-to-many: a slot for each word of a request, and the intent of it all."""
