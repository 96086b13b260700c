"""What the JSON Schemas say of every part of a dashboard."""
