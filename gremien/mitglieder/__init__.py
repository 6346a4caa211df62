"""Who belongs to a body: its seats, members and substitutes, its chair.

``einrichten`` sets bodies up, ``mitgliedschaft`` are the acts on members and substitutes, ``lesen`` says who counts on
a day; ``vorsitz`` and ``geschaeftsfuehrung`` are the offices.
"""
