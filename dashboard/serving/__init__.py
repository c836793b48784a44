"""What a server needs beside the pages: answers to programs, health, counts, and a log."""
