"""What a page shows, as one file: to be sent on, opened without a server, and printed."""
