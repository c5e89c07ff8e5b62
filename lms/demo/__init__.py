"""Synthetic people and batches, made by the real actions; owns no table."""
