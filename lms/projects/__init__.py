"""Final projects (aktualisasi, aksi perubahan). Nouns: Project, Step, Consultation, MentorLink."""
