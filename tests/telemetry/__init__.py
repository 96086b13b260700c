"""What services, servers and clusters send to Prometheus, in every dialect."""
