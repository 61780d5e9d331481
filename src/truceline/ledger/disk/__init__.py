"""Files that survive a power cut, and turns for those who write them."""
