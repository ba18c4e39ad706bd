"""Personal data in the running text: numbers and addresses of private persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, record

# Boundaries are digits, not \b: Han characters are word characters, and numbers are glued to them.
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9]"
    r"(?:[0-9]{8}|[ -][0-9]{4}[ -][0-9]{4})(?![0-9]|\.[0-9])"
)
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_CARD = re.compile(
    r"(?<![0-9A-Za-z.])(?:62|4[0-9]|5[1-5]|3[47])[0-9]{2}(?:[ -]?[0-9]{4}){2,3}"
    r"[ -]?[0-9]{1,4}(?![0-9A-Za-z]|\.[0-9])"
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
# Each of the numbers has eleven digits, spaces or hyphens in a row: found in one scan.
_DIGITS = re.compile("[0-9][0-9 -]{10}")
_FEWEST = 11
MOST = 100
"""Places of a code that are told one by one: a directory has a hundred thousand."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, ISO 7064 MOD 11-2


def identity_number(number: str) -> bool:
    """Whether the check digit of an 18-digit Chinese identity number is right (GB 11643-1999).

    >>> identity_number("11010519491231002X"), identity_number("110105194912310021")
    (True, False)
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def luhn(number: str) -> bool:
    """Whether a card number's check digit is right (ISO/IEC 7812-1).

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _numbers(text: str, text_ascii: str) -> bool:
    few = text_ascii  # its numbers run together: a pass here is looked at again
    return "@" in few or (
        len(few) >= _FEWEST and _DIGITS.search(few) is not None and _DIGITS.search(text) is not None
    )


@check(
    "personal",
    level="warn",
    why="Numbers and addresses of private persons must not be published by accident; the repair "
    '`personal_data = "mask"` takes them out, reversibly for the owner of the raw files.',
    codes={
        "mobile_number": "a mobile telephone number of mainland China",
        "identity_number": "an identity number of mainland China, its check digit is right",
        "bank_card": "a payment-card number, its check digit is right",
        "email": "an e-mail address",
    },
    clean=[
        record(),
        record(
            text="总投资13800000000元，编号110105194912310021，电话010-12345678，圆周率3.14159265358979。"
        ),
        record(text="订单号4111111111111112，比分3@2，价格13912345678.5元，市民@我们。"),
    ],
    broken={
        "mobile_number": record(text="报名请联系丁一13900000000，或在现场登记。"),
        "identity_number": record(text="身份证号11010519491231002X的持有人。"),
        "bank_card": record(text="卡号4111 1111 1111 1111已停用。"),
        "email": record(text="来信请寄reader@news.example.com编辑收。"),
    },
    screen=_numbers,
)
def personal(text: str) -> Iterator[Hit]:
    """One hit for each of the first ``MOST`` places of a code; the value is masked."""
    taken = bytearray(len(text))
    for code, pattern, proof in (
        ("email", _MAIL, None),
        ("identity_number", _IDENTITY, identity_number),
        ("bank_card", _CARD, luhn),
        ("mobile_number", _MOBILE, None),
    ):
        number = 0
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(taken[start:end]) or (proof and not proof(found.group())):
                continue
            if code == "mobile_number" and text[end : end + 1] in tuple("元万亿人个吨%％年"):
                continue  # an amount, not a telephone number
            taken[start:end] = b"\1" * (end - start)
            number += 1
            if number <= MOST:
                yield Hit(code, "text", start, end, masked(found.group()))
        if number > MOST:
            yield Hit(code, "text", -1, -1, f"{number - MOST} more places")


def masked(value: str) -> str:
    """The first three and the last two characters, the rest as asterisks.

    >>> masked("13900001234")
    '139******34'
    """
    return value[:3] + "*" * max(1, len(value) - 5) + value[-2:]
