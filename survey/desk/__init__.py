"""The review desk: where staff read, hand on, answer, record."""
