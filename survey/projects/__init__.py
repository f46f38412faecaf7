"""What came of it: projects with their states by date, milestones and changes."""
