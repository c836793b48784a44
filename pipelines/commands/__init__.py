"""Commands that are the same for every task; those of one task are modules of its package."""
