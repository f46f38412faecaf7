"""The citizen's way: form, check page, sending, receipt; when it is open; sharing it."""
