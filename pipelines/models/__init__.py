"""What a model folder is: written whole, verified, listed, read within bounds."""
