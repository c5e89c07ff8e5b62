"""Programmes, batches (angkatan), enrolment. Nouns: Programme, Course, Unit, Batch, Enrolment."""
