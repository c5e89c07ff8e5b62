"""What was ever noted about attendance: merging phones that were offline, corrections, history."""
