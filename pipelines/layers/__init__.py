"""Recurrent layers, and what can be seen in them."""
