"""What came of it: published numbers, contributions, summaries, and the pages that show them."""
