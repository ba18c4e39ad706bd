"""The login for the Hub: read from the environment or the login file, never from an option."""

from __future__ import annotations

import re

from dataset_tools.core.errors import HubError
from dataset_tools.release.hub_failure import classify, failures

_TOKEN = re.compile(r"[\x21-\x7e]+")


def read_token() -> str | None:
    """The token of the environment or of the login; there is no other way to give one.

    Raises HubError where it cannot be a token: a header with such characters fails deep in the
    HTTP library, in messages that may contain it.
    """
    from huggingface_hub import get_token
    from huggingface_hub.errors import OIDCError

    kinds: tuple[type[Exception], ...] = (OIDCError, *failures())
    try:
        token = get_token()
    except kinds as error:
        raise classify(error).error("get a token", "HF_OIDC_RESOURCE") from None
    if token is not None and not _TOKEN.fullmatch(token):
        raise HubError(
            "the token holds characters that no token has",
            "HF_TOKEN",
            "set it again, or log in with `hf auth login`",
            "refused",
        )
    return token
