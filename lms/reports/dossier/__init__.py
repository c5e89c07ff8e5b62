"""The accreditation dossier of a batch: one indexed archive. Noun: DossierDocument."""
