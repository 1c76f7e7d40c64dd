/// One line of CSV; fields with commas, quotes or line ends are quoted.
func csvLine(_ fields: [String]) -> String {
    fields.map { field in
        guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",")
}
