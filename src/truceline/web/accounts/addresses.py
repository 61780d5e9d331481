"""From which address a request came, so that limits count the right one.

Only proxies of our own are believed: each adds the address that it saw at the end of ``X-Forwarded-For``, so with one proxy
the last address there is the reader's, with two the last but one. Whatever stands before was written by whoever asked.

An IPv4 address in the dress of IPv6 is that IPv4 address: limits count the networks of IPv6 (/64), and all of IPv4 would be one.
"""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - a name for all who have no address, not bound


def address_of(request: HttpRequest, proxies: int) -> str:
    """Return the address of the reader, with ``proxies`` of ours in front; UNKNOWN where there is none, as over a socket."""
    seen = str(request.META.get("REMOTE_ADDR") or "")
    if proxies:
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        seen = told[-proxies] if len(told) >= proxies else seen
    try:
        found = ipaddress.ip_address(seen.strip("[]"))
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or ipaddress.IPv6Address(found.packed)  # without the name of a network of this machine
    return str(found)
