/// What the name of a delivered file says beside what stands in the file.
package struct DeliveryName: Sendable {
    /// The name without its folder.
    package let file: String
    /// The name without the endings `.csv` and `.txt`, packed or not.
    package let stem: String
    /// Whether the file amends its slices whatever the mode of its pipeline is.
    package let isAmendment: Bool
    /// The name without the endings that say how a file is packed and what it does: what `covers` is held against.
    let plain: String

    package init(_ path: String) {
        file = path.split(separator: "/").last.map(String.init) ?? path
        let unpacked = Self.dropping(".gz", from: file) ?? file
        isAmendment = unpacked.hasSuffix(".amend.csv")
        plain = Self.dropping(".amend.csv", from: unpacked).map { $0 + ".csv" } ?? unpacked
        stem = Self.dropping(".csv", from: unpacked) ?? Self.dropping(".txt", from: unpacked) ?? file
    }

    private static func dropping(_ ending: String, from name: String) -> String? {
        name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : nil
    }
}
