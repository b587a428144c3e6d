"""What runs inside the Rasa process, and nothing else: launcher, patches, tracker store, meaning."""
