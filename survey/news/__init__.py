"""Addresses and the news sent to them. Nothing here knows of submissions."""
