"""Tests of the captioning pipeline."""
