"""Bounds what a reader can work out about hidden counts, by linear programming (HiGHS).

Reads a JSON list of problems {"least": [...], "counts": [...], "unknown": [...], "relations": [[whole, [parts]], ...],
"asked": [...]}: by cell the least count thought possible, the true count and whether it is not seen; and the cells
asked for. Writes for each problem [lowest, highest] of each cell asked for, highest null when unbounded.
"""

import json
import sys

from scipy.optimize import linprog
from scipy.sparse import coo_array


def attack(problem):
    unknown = [cell for cell, is_unknown in enumerate(problem["unknown"]) if is_unknown]
    column = {cell: place for place, cell in enumerate(unknown)}
    values, rows, columns, right = [], [], [], []
    for row, (whole, parts) in enumerate(problem["relations"]):
        constant = 0
        for cell, sign in [(whole, 1)] + [(part, -1) for part in parts]:
            if cell in column:
                values.append(sign)
                rows.append(row)
                columns.append(column[cell])
            else:
                constant += sign * problem["counts"][cell]
        right.append(-constant)
    matrix = coo_array((values, (rows, columns)), shape=(len(right), len(unknown))).tocsr() if right else None
    bounds = [(problem["least"][cell], None) for cell in unknown]

    def bound(cell, sign):
        if cell not in column:
            return problem["counts"][cell]
        objective = [0] * len(unknown)
        objective[column[cell]] = sign
        # A presolve that finds "infeasible or unbounded" does not tell which.
        options = {"presolve": False}
        result = linprog(objective, A_eq=matrix, b_eq=right if right else None, bounds=bounds, options=options)
        if result.status == 3:
            return None
        if result.status != 0:
            raise RuntimeError(result.message)
        return result.fun * sign

    return [[bound(cell, 1), bound(cell, -1)] for cell in problem["asked"]]


with open(sys.argv[1], encoding="utf-8") as file:
    json.dump([attack(problem) for problem in json.load(file)], sys.stdout)
