"""What people see of every room: frame, components, stylesheet, German numbers in templates.

Templates get finished rows from the views and never query. The components and their parameters: ``docs/ui.md``.
"""
