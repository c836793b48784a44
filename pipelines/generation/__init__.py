"""Words are written one by one: the decoding loop and its strategies belong to no task."""
