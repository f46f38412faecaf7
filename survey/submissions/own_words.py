"""Which fields of a submission hold what the citizen wrote in own words."""

from survey.submissions.limits import MAX_TEXT, MAX_TOPIC

# With the limit of each, in code points.
OWN_WORDS = {"other_topic": MAX_TOPIC, "reason": MAX_TEXT, "proposal": MAX_TEXT}
