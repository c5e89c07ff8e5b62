"""Templates of papers as versions: tried on real data before they are kept, compared, put back."""
