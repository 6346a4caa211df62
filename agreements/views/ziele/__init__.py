"""The tab "Ziele und Beiträge" of an agreement: the page, and the forms behind it."""
