"""Aid movements and notified sites: what is said of each, by whom, since when; from assertions, without disk or clock."""
