"""The words of the field: one table, from which every page and the player explain them."""
