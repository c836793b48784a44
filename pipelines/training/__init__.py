"""What all trainings share: settings, batches, Lightning's loop, run folders."""
