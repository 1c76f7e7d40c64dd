import MetricQueries

/// The headings of an attribute in CSV: its path, and behind a name that of the natural key, as `office.name.key`, or
/// `office.name.key.COLUMN` for each of several columns.
func headings(of attribute: AttributePath, keyColumns: [String]) -> [String] {
    let key = "\(attribute.text).key"
    return [attribute.text] + (keyColumns.count == 1 ? [key] : keyColumns.map { "\(key).\($0)" })
}
