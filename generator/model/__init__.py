"""What grafanalib 0.7.1 (January 2024) lacks: targets of Loki and Tempo, and panel types that came later."""
