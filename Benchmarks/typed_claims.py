"""The claims of a file as a database would hold them: days and amounts typed, texts in Unicode."""

#: The columns in standard SQL, in the order of the file.
TYPES = [
    "varchar(20)", "date", "date", "date", "varchar(20)", "varchar(4)", "varchar(60)", "varchar(30)", "varchar(6)",
    "varchar(20)", "varchar(10)", "varchar(10)", "decimal(14,2)",
]
DAYS = [1, 2, 3]
AMOUNT = 12
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
NULL = "\\N"


def write_typed(claims, target):
    """Writes the rows of a claims file with tabs between their fields; what is no day or amount becomes NULL.

    Returns the names of the columns and the number of rows.
    """
    rows = 0
    with open(claims, encoding="cp874", errors="replace") as source, open(target, "w", encoding="utf-8") as file:
        names = source.readline().rstrip("\r\n").split(",")
        for line in source:
            fields = split(line.rstrip("\r\n"))
            if len(fields) != len(names):
                continue
            for index in DAYS:
                fields[index] = iso_day(fields[index])
            fields[AMOUNT] = amount(fields[AMOUNT])
            file.write("\t".join(fields) + "\n")
            rows += 1
    return names, rows


def split(line):
    """The fields of a line of CSV, quoted ones among them."""
    if '"' not in line:
        return line.split(",")
    fields, quoted, field = [], False, ""
    for character in line:
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            fields.append(field)
            field = ""
        else:
            field += character
    return [*fields, field]


def iso_day(text):
    """`29/02/2567` as `2024-02-29`, NULL for what has no such form."""
    parts = text.translate(THAI_DIGITS).split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return NULL
    year, month, day = int(parts[2]) - 543, int(parts[1]), int(parts[0])
    # The broken days of the sample are a month or a day too high.
    if not (1 <= month <= 12 and 1 <= day <= 28 or day <= days_of(month, year) and 1 <= month <= 12):
        return NULL
    return f"{year:04}-{month:02}-{day:02}"


def days_of(month, year):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def amount(text):
    text = text.translate(THAI_DIGITS).replace(",", "")
    return text if text.replace("-", "", 1).replace(".", "", 1).isdigit() else NULL
