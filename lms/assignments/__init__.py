"""Briefs, submissions, rubrics and marking. Nouns: Brief, Submission, Marking."""
