"""Makes `language/taught`: a small reader taught to tell meanings and dangers apart. See docs/understanding.md."""
