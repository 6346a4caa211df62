"""The pages about bodies: what one belongs to, one body, its sessions, cases, what is to be done."""
