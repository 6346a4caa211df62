"""Bodies of the SGB II: who sits in them, what they may take up, their sessions, votes and minutes (§§ 18b-18d, 44c).

What a body did opens gates of Zielvereinbarungen; it does not know them: agreements consult this package.
"""
