"""Synced many-to-many over pictures: what a small shape does in a film, told frame by frame."""
