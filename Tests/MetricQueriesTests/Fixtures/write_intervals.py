"""Writes intervals.csv: what SciPy says of quantiles and 95 % intervals (python3 write_intervals.py > intervals.csv)."""

import random
from fractions import Fraction
from math import sqrt

from scipy import stats

random.seed(95)
print("kind,a,b,c,low,high")
for p in [1e-12, 1e-6, 0.001, 0.025, 0.05, 0.3, 0.5, 0.6, 0.84, 0.95, 0.975, 0.995, 0.9999, 0.9999999]:
    print(f"normal,{p!r},,,{float(stats.norm.ppf(p))!r},")
for degrees in [*range(1, 61), 99, 100, 149, 499, 500, 998, 999, 1000, 1001, 1002, 1999, 9999, 99999, 10**6, 10**9, 10**12]:
    print(f"student,{degrees},,,{float(stats.t.ppf(0.975, degrees))!r},")
shares = [(k, n) for n in [1, 2, 3, 10, 29, 30, 31, 100] for k in {0, 1, n // 3, n // 2, n - 1, n}]
shares += [(0, 10**6), (1, 10**6), (526900, 10**6), (10**6, 10**6), (123456789, 10**9), (7, 10**12)]
for k, n in sorted(set(shares), key=lambda share: (share[1], share[0])):
    interval = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    print(f"wilson,{k},{n},,{float(interval.low)!r},{float(interval.high)!r}")


def mean(values):
    """The interval of a list's mean; count, sum and sum of squares are exact decimals."""
    n, total, squares = len(values), sum(values), sum(value * value for value in values)
    variance = (squares - total * total / n) / (n - 1)
    low, high = stats.t.interval(0.95, n - 1, loc=float(total / n), scale=sqrt(variance) / sqrt(n)) \
        if variance else (float(total / n), float(total / n))
    print(f"mean,{n},{shown(total)},{shown(squares)},{float(low)!r},{float(high)!r}")


def shown(number):
    """A fraction whose denominator divides 10,000, as a decimal."""
    scaled = number * 10**4
    assert scaled.denominator == 1
    whole, rest = divmod(scaled.numerator, 10**4)
    return f"{whole}.{rest:04}"


for n in [2, 3, 5, 30, 31, 100, 999, 1000, 1001, 1002, 5000]:
    mean([Fraction(random.randint(1, 5)) for _ in range(n)])
    mean([Fraction(random.randint(100, 99999), 100) for _ in range(n)])
mean([Fraction(5)] * 2)
mean([Fraction(5)] * 400)
mean([Fraction(1), Fraction(5)])
# A spread that is small beside the mean.
mean([Fraction(10**8) + Fraction(random.randint(1, 9), 100) for _ in range(50)])
