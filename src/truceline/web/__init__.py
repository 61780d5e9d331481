"""The situation room: a web face of one record. It reads through outputs.views and writes through workflow."""
