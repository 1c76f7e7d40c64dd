"""Bounds hidden counts of several tables of the same rows, by every combination that a row can be (HiGHS).

Knows nothing of how the tables add up: each figure is the sum of the combinations that it counts.

Reads a JSON list of problems {"sizes": [...], "shown": [[place, count], ...], "hidden": [place, ...]}: how many classes each
root has; the figures that are seen, and the places of those that are not. A place has for each root its class from 1, or 0
for all of them. Writes for each hidden place [lowest, lowest, highest], highest null when unbounded: the first for a reader
who does not use that hidden counts are not zero, the others for one who does.
"""

import itertools
import json
import sys

import numpy
from scipy.optimize import linprog


def attack(problem):
    combinations = list(itertools.product(*(range(1, size + 1) for size in problem["sizes"])))

    def indicator(place):
        return [float(all(own in (0, each) for own, each in zip(place, row))) for row in combinations]

    equal = numpy.array([indicator(place) for place, _ in problem["shown"]])
    counts = [count for _, count in problem["shown"]]
    hidden = [indicator(place) for place in problem["hidden"]]
    # At least one: minus the sum is at most minus one.
    present = -numpy.array(hidden)

    def bound(objective, sign, knows_presence):
        result = linprog(
            sign * numpy.array(objective), A_eq=equal if counts else None, b_eq=counts or None,
            A_ub=present if knows_presence else None, b_ub=[-1] * len(hidden) if knows_presence else None,
            bounds=(0, None), options={"presolve": False})
        if result.status == 3:
            return None
        if result.status != 0:
            raise RuntimeError(result.message)
        return result.fun * sign

    return [[bound(each, 1, False), bound(each, 1, True), bound(each, -1, True)] for each in hidden]


with open(sys.argv[1], encoding="utf-8") as file:
    json.dump([attack(problem) for problem in json.load(file)], sys.stdout)
