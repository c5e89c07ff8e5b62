"""What the administrator's pages ask."""
