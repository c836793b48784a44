"""Tests of the gestures task."""
