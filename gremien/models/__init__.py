"""What is stored of bodies, members, sessions and decisions."""
