"""The map of the room: its page, its data, the base map of the package, and tiles that a mission brings itself."""
