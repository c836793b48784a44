"""Tests of the sentiment pipeline."""
