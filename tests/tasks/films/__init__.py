"""Tests of the films task."""
