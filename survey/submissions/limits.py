"""How long texts may be, in code points."""

MAX_TOPIC = 120
MAX_TEXT = 4000
