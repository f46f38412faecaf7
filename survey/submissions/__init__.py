"""The Beitrag: what a citizen sent, the steps of the work on it, and how it is found."""
