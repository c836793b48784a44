"""Tests of what all labellers of frames share."""
