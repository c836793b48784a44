"""Many-to-one: a recurrent network reads a review word by word and ends on one opinion."""
