"""Services from other people's directories: read, checked, staged, compared and taken over."""
