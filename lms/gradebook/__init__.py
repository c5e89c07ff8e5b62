"""From scores to the official result. Nouns: ComponentScore, Release, Result."""
