"""Cases that a Kooperationsausschuss settles: the acts, what they look at, the notice of the decision."""
