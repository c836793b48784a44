"""Many-to-many: one network reads a sentence, another writes it in a second language."""
