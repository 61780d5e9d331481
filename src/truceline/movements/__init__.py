"""Aid movements and notified sites: what is said of each, by whom, since when; computed from assertions, without disk or clock."""
