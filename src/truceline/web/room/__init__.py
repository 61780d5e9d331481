"""The pages for reading, one module a page."""
