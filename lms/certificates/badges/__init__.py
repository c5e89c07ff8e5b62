"""Open Badges 3.0: each certificate as a verifiable credential, for wallets and other systems."""
