"""Asking witnesses to cosign a head, and being one."""
