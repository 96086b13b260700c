"""The demo's backend: a Flask application with MariaDB, Redis and Kafka. Runs on Python 3.8, too."""
