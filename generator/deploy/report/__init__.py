"""Reports in the forms that other programs read: Markdown for a pull request, JUnit for a pipeline, a JSON Schema."""
