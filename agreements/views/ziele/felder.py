"""Form fields that read figures as officials write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from zielsystem import zahlen


class Prozentfeld(forms.CharField):
    """A fraction, entered in percent: "25,3" or "25,3 %" is ``Decimal("0.253")``; None where it is empty."""

    def __init__(self, **angaben: Any) -> None:
        super().__init__(**{"max_length": 20, **angaben})
        self.widget.attrs |= {"inputmode": "text", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A stored fraction as it is written; what was typed stays as it was typed."""
        return f"{value * 100:.1f}".replace(".", ",") if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """The fraction; ``ValidationError`` with an example of what would be right."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return zahlen.lies_prozent(text)
        except ValueError as fehler:
            raise forms.ValidationError(str(fehler)) from fehler


class Eurofeld(forms.CharField):
    """An amount in euros, as cents: "1.234,50" is 123450; None where it is empty."""

    def __init__(self, **angaben: Any) -> None:
        super().__init__(**{"max_length": 30, **angaben})
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Stored cents as an amount; what was typed stays as it was typed."""
        return zahlen.dezimalzahl(Decimal(value) / 100, 2) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """The cents; ``ValidationError`` with an example of what would be right."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return zahlen.lies_cent(text)
        except ValueError as fehler:
            raise forms.ValidationError(str(fehler)) from fehler
