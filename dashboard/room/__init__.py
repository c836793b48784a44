"""The room takes part by phone: it votes on what the stage asks, and a phone can be the remote."""
