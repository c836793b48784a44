"""Streams that are labelled frame by frame: what all tasks of that kind share."""
