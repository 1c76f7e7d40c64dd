"""Takes changes of ratios apart by the formulas of METRICS.md, with Python's exact fractions.

Reads a JSON list of tables, each a list of members [n0, d0, n1, d1] as decimal texts. Writes, for each, headline,
within, mix (from the average rate or not, which must agree) and entry/exit with 30 decimals, and the contributions.
"""

import json
import sys
from fractions import Fraction

SCALE = 10**30


def text(value):
    """A decimal with 30 places, half away from zero."""
    scaled = abs(value) * SCALE
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    digits = str(whole).rjust(31, "0")
    sign = "-" if value < 0 and whole else ""
    return f"{sign}{digits[:-30]}.{digits[-30:]}"


def decompose(members):
    headline = sum(m[2] for m in members) / sum(m[3] for m in members) - sum(m[0] for m in members) / sum(
        m[1] for m in members
    )
    matched = [m for m in members if m[1] != 0 and m[3] != 0]
    base0, base1 = sum(m[1] for m in matched), sum(m[3] for m in matched)
    within = mix = Fraction(0)
    if base0 != 0 and base1 != 0:
        parts = [(d0 / base0, d1 / base1, n0 / d0, n1 / d1) for n0, d0, n1, d1 in matched]
        within = sum((w0 + w1) / 2 * (r1 - r0) for w0, w1, r0, r1 in parts)
        mix = sum((r0 + r1) / 2 * (w1 - w0) for w0, w1, r0, r1 in parts)
        both = sum(m[2] for m in matched) / base1 - sum(m[0] for m in matched) / base0
        assert within + mix == both
    return [text(part) for part in (headline, within, mix, headline - within - mix)]


tables = json.load(open(sys.argv[1], encoding="utf-8"))
print(json.dumps([decompose([[Fraction(part) for part in member] for member in table]) for table in tables]))
