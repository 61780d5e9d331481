"""The parts of make_basemap.py: reading Natural Earth, and joining edges into lines."""
