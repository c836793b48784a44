"""What a model was measured on, how long it takes, what a test may say of two models."""
