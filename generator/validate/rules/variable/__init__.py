"""What must be true of template variables and of the references to them."""
