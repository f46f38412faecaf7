"""Which submissions say the same: similar ones, and campaigns of nearly equal texts."""
