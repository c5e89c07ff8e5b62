"""From courses/ files to published rows: check, compare, publish."""
