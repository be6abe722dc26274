"""A fact in a reader's words, for the terminal."""

from __future__ import annotations

from norfolk_cs.wording import change_words as change_words
from norfolk_cs.wording import citation as citation
from norfolk_cs.wording import clipped as clipped
from norfolk_cs.wording import context as context
from norfolk_cs.wording import duration_words as duration_words
from norfolk_cs.wording import headline as headline
from norfolk_cs.wording import plural as plural
from norfolk_cs.wording import role_words as role_words
from norfolk_cs.wording import value_words as value_words
