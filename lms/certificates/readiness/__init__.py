"""Who of a batch is ready for which paper, and what stands in the way."""
