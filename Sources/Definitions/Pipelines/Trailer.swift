/// The record that ends a file and states what the file should hold.
package struct Trailer: Sendable {
    /// What the first field of the record holds; no record of data does.
    package let marker: String
    /// The field, counted from 1, that states the number of data records.
    package let rows: Int?
    /// The field, counted from 1, that states the sum of a controlled measure's source values.
    package let sums: [(measure: Located<String>, field: Int)]

    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("trailer") else { return nil }
        let collector = node.collector
        let marker = mapping.string("marker")
        let rows = mapping.optionalInteger("rows", atLeast: 2)
        var list = mapping.optionalMapping("sums")
        let sums: [(measure: Located<String>, field: Located<Int>)] =
            list?.entries().compactMap { entry in
                entry.value.integer(entry.key.value, atLeast: 2).map {
                    (measure: entry.key, field: Located($0, at: entry.value.location))
                }
            } ?? []
        mapping.rejectUnreadKeys()
        guard let marker else { return nil }
        self.marker = marker.value
        self.rows = rows?.value
        self.sums = sums.map { (measure: $0.measure, field: $0.field.value) }

        if marker.value.isEmpty {
            collector.error(
                at: marker.location, "an empty `marker` tells no record apart",
                remedy: "write what the first field of the trailer holds")
        }
        var seen: Set<Int> = []
        for field in [rows].compactMap({ $0 }) + sums.map(\.field) where !seen.insert(field.value).inserted {
            collector.error(
                at: field.location, "field \(field.value) of the trailer is read twice",
                remedy: "a field states one total")
        }
    }
}
