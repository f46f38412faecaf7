"""Submissions in tables: out for other programs, in from files of collected ones."""
