"""Number, print and verify what was passed. Nouns: Certificate, Revocation."""
