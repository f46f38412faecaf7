"""How a made-up submission is told from a citizen's."""

MARK = "Musterbeitrag: "  # before its texts, so that nobody takes it for a citizen's words
