/// A file of one row beside each data file that states what the data file should hold.
package struct ControlFile: Sendable {
    /// The name of the file; `{stem}` stands for the data file's name without `.csv`, `.csv.gz` or `.txt`.
    package let file: Located<String>
    /// The column that states the number of data records.
    package let rows: Located<String>?
    /// The column that states the sum of a controlled measure's source values.
    package let sums: [(measure: Located<String>, column: Located<String>)]
    /// The column that states the SHA-256 of the data file in hexadecimal.
    package let sha256: Located<String>?
    /// The column that states the first day the delivery speaks for.
    package let from: Located<String>?
    /// The column that states the last day the delivery speaks for.
    package let to: Located<String>?
    /// The column that states the part of the slices the delivery speaks for.
    package let part: Located<String>?
    /// The form of `from` and `to`.
    package let date: Located<String>
    package let calendar: ColumnMapping.Calendar
    /// Whether a data file waits until its control file is there.
    package let required: Bool

    /// The columns that are read, each once.
    package var columns: [Located<String>] {
        var seen: Set<String> = []
        return ([rows, sha256, from, to, part].compactMap { $0 } + sums.map(\.column))
            .filter { seen.insert($0.value).inserted }
    }

    /// The path of the control file of a data file.
    package func path(forDataFile path: String) -> String {
        let name = DeliveryName(path)
        return path.dropLast(name.file.count) + file.value.replacing("{stem}", with: name.stem)
    }

    /// Tells whether a file has the name of a control file, and so is no delivery of its own.
    package func isControlFile(_ path: String) -> Bool {
        let (before, after) = fixedText
        let name = DeliveryName(path).file
        return name.count > before.count + after.count && name.hasPrefix(before) && name.hasSuffix(after)
    }

    /// What stands before and after the stem.
    var fixedText: (before: String, after: String) {
        let parts = file.value.split(separator: "{stem}", maxSplits: 1, omittingEmptySubsequences: false)
        return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : "")
    }
}
