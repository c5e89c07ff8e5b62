"""Reports of a batch in the shapes agencies file. Nouns: ReportText, ReportEdition, ReportFile."""
