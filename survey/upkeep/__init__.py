"""What happens by itself: retention, and the nightly rewrite."""
