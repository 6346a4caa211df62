"""Pages of what is nobody else's: a Jobcenter's own figures, and those of its Vergleichsring."""
