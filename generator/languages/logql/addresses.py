"""Judges what stands in `ip("...")`: an address, a range of addresses, or a network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from generator.languages.problem import Problem

#: Longer than any two addresses.
_LONGEST = 200


def judge_ip(text: str) -> Problem | None:
    """What is wrong with the pattern; None when it is right."""
    if len(text) <= _LONGEST:
        if "-" in text:
            first, last = (_address(part) for part in text.split("-", 1))
            if first and last and type(first) is type(last) and int(first) <= int(last):
                return None
        elif "/" in text:
            address, _, bits = text.partition("/")
            known = _address(address)
            if known and bits.isascii() and bits.isdecimal() and _fits(bits, known):
                return None
        elif _address(text):
            return None
    shown = text if len(text) < 40 else text[:37] + "..."
    fix = "write an address, a range (10.0.0.1-10.0.0.9) or a network (10.0.0.0/8)"
    return Problem(f'"{shown}" is no IP address', 0, len(text), fix)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _fits(bits: str, address: IPv4Address | IPv6Address) -> bool:
    return len(bits) <= 3 and str(int(bits)) == bits and int(bits) <= address.max_prefixlen
