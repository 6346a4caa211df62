"""Negotiating what an agreement says: reading it, and the acts on its text, comments, questions and attachments.

What others build on stands here: the content of agreements and how far the parties have come. The acts are in
``texte`` (versions and acceptance), ``kommentare``, ``rueckfragen`` and ``anlagen``.
"""

from agreements.verhandlung.inhalte import inhalt_von, inhalte_von
from agreements.verhandlung.lage import Verhandlungslage, verhandlungslage
from agreements.verhandlung.uebernahme import kopiere_text

__all__ = ["Verhandlungslage", "inhalt_von", "inhalte_von", "kopiere_text", "verhandlungslage"]
