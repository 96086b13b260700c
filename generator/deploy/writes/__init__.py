"""What is sent for each kind of resource, with all that it needs: nothing is decided while writing."""
