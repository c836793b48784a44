"""Any picture as pixels, prepared in one way, within bounds."""
