"""Synced many-to-many: what a fingertip does, told frame by frame."""
