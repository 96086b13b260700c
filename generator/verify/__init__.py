"""Does what was built show what is really happening: reach, telemetry, panels and correlation on a live stack."""
