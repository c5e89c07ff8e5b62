"""Who of a batch or an event is ready for which paper, and what stands in the way."""
