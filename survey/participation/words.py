"""What the survey says of itself on pages, in previews, pictures and on posters."""

HEADLINE = "Was soll im Ruhrgebiet besser werden?"
INVITATION = "Sagen Sie, welches Thema Ihnen wichtig ist."
EFFORT = "Ohne Anmeldung, etwa drei Minuten."
