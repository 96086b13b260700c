"""What a live stack sends: by whom, in which dialect, how fresh; and which configuration fits it."""
