"""What the API is measured against: the same values, a row each, behind a plain ModelViewSet of Django REST Framework.

It runs in the same processes with the same middleware; only measurements install it.
"""
