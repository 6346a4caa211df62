"""What is stored of berichte."""
