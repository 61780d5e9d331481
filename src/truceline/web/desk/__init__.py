"""The pages for working: what people enter and decide, one module a page."""
