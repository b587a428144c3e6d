"""How well people are understood: sentences that nobody trained on, and the program that measures with them."""
