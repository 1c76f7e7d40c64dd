"""Prints every sheet of a workbook as JSON, read by a program that shares nothing with the one that wrote it.

Numbers come as the shortest decimal that stands for the cell, dates in ISO 8601; formulas give the value that the file
holds for them.
"""
import datetime
import json
import sys
import warnings

import openpyxl

# openpyxl leaves out what it does not need, and says so on every file.
warnings.simplefilter("ignore")


def plain(value):
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return {"number": repr(value)}
    if isinstance(value, (datetime.datetime, datetime.date)):
        return {"date": value.isoformat()[:10]}
    return str(value)


workbook = openpyxl.load_workbook(sys.argv[1], data_only=True)
formulas = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({
    "sheets": [
        {
            "name": sheet.title,
            "rows": [[plain(cell.value) for cell in row] for row in sheet.iter_rows()],
            "formulas": sum(
                1 for row in formulas[sheet.title].iter_rows() for cell in row if cell.data_type == "f"),
            "formulas_without_value": sum(
                1 for row, values in zip(formulas[sheet.title].iter_rows(), sheet.iter_rows())
                for cell, value in zip(row, values) if cell.data_type == "f" and value.value is None),
        }
        for sheet in workbook
    ],
    "creator": workbook.properties.creator,
    "title": workbook.properties.title,
    "language": workbook.properties.language,
}, ensure_ascii=False))
