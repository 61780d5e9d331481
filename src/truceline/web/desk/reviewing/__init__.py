"""Review, marking and correcting in the browser: what people decide about claims."""
