"""What a verify found, for a screen, a program, a CI server and a ticket."""
