"""The stage of both shows: results as one block of bytes, and the player that walks through it."""
