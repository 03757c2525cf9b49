"""Measuring extraction against gold: predictions, counts, and what they mean."""
