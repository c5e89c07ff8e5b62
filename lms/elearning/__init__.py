"""Lessons, quizzes and the progress they give. Nouns: Lesson, Quiz, Attempt, Visit."""
