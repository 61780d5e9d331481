"""Contacts: what is told about calls, meetings, bodies, channels and threats folded, rival accounts side by side."""
