"""What the account pages and e-mails say: German, formal, with no way to sign up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

import zielsystem.ui

KATALOG = Path(zielsystem.ui.__file__).parent / "locale/de/LC_MESSAGES"


def test_the_compiled_catalogue_says_what_the_source_says() -> None:
    messages = [
        tuple(part.split('"')[1] for part in entry.splitlines())
        for entry in (KATALOG / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]
    ]
    with override("de"):
        assert [(msgid, gettext(msgid)) for msgid, _ in messages] == messages


@pytest.mark.parametrize("mail", ["password_reset_key", "unknown_account"])
def test_an_e_mail_is_formal_and_offers_no_account(mail: str) -> None:
    context = {"email": "a@example.org", "username": "a", "password_reset_url": "https://example.org/x/?a=1&b=2"}
    text = render_to_string(f"account/email/{mail}_message.txt", context)
    assert "Haben nicht Sie es angefordert" in text
    assert "&amp;" not in text
    assert not {"du", "dein", "deine", "registrieren"} & set(text.lower().split())
