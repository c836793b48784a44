"""The field for a text that is read while it is typed."""
