"""Parties: the authorities and Jobcenter there are, how they changed, and the people who act for them."""
