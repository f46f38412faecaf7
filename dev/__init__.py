"""Set-up for development and tests; nothing of it goes into the production image but `assets`."""
