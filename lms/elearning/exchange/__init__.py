"""Questions to and from other systems: GIFT, Aiken, Moodle XML, QTI and our XLSX. Pure."""
