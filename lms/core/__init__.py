"""The foundation; knows nothing of training."""
