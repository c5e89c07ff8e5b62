"""Documents of the schedule: each is one table, as PDF and as XLSX."""
