"""The way of a mail to the mail server: its address, one connection, what can go wrong."""
