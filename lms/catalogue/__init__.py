"""Programmes, subjects, batches (angkatan) and enrolment. Nouns: Programme, Course, Unit, Batch, Enrolment."""
