"""Tests of the tagging task."""
