"""Surveys: what trainees think of a training and of those who teach; opinions without names."""
