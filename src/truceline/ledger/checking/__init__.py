"""Computing everything anew: `verify` and `fsck`."""
