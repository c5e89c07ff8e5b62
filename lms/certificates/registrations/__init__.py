"""Registration codes of alumni (KRA): typed in, or read from the table that LAN sends back."""
