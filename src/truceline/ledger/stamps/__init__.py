"""RFC 3161 time stamps of signed heads, judged by two verifiers."""
