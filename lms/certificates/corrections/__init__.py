"""A released result is corrected: its marks below, and every paper that said otherwise."""
