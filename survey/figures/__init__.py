"""How many there are of what: tallies, counts within the rights, the overview."""
