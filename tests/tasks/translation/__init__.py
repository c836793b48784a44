"""Tests of the translation task."""
