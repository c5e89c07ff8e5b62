"""Several assessors on one work. Nouns: PanelScheme, PanelSheet, PanelRuling."""
