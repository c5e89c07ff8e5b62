"""A running batch goes over to another version of its programme: what it means, doing, undoing."""
