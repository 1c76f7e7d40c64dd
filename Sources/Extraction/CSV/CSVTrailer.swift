internal import Definitions
internal import Records

/// Finds the record that ends a file and states its totals.
///
/// A record that looks like it is only put aside: what it is shows when another one follows, or none.
struct CSVTrailer {
    private struct Candidate {
        let place: Reject.Place
        let fields: [String]
    }

    private let definition: Trailer
    private let source: String
    private let marker: [UInt8]
    private var candidate: Candidate?

    init(_ definition: Trailer, source: String) {
        self.definition = definition
        self.source = source
        marker = Array(definition.marker.utf8)
    }

    /// Whether a record begins with the marker.
    func matches(_ first: borrowing Span<UInt8>) -> Bool {
        guard first.count == marker.count else { return false }
        for index in first.indices where first[index] != marker[index] { return false }
        return true
    }

    /// Puts a record aside that begins with the marker.
    mutating func putAside(_ fields: [String], at place: Reject.Place) {
        candidate = Candidate(place: place, fields: fields)
    }

    /// Tells that there is a record at an offset: one that was put aside before it has not ended the file.
    ///
    /// - Returns: the reject that it is then.
    mutating func follow(by offset: Int64) -> Reject? {
        guard let candidate, candidate.place.byteOffset < offset else { return nil }
        self.candidate = nil
        return StructuralReject.strayTrailer(marker: definition.marker).reject(at: candidate.place)
    }

    /// Gives the totals that the trailer states.
    ///
    /// - Throws: when there is none, which means that the file is not whole.
    func stated() throws(ExtractionError) -> [StatedTotal] {
        guard let candidate else {
            // Whoever corrects rows does not add up those that are left.
            if DeliveryName(source).isAmendment { return [] }
            throw ExtractionError(
                .badInput, source: source,
                "the last record is not the trailer `\(definition.marker)`: the file is cut off",
                remedy: "ask the sender for the whole file, or correct `trailer:` in the pipeline")
        }
        var totals: [StatedTotal] = []
        if let rows = definition.rows { totals.append(try total(nil, rows, candidate)) }
        for sum in definition.sums { totals.append(try total(sum.measure.value, sum.field, candidate)) }
        return totals
    }

    private func total(
        _ measure: String?, _ field: Int, _ candidate: Candidate
    ) throws(ExtractionError) -> StatedTotal {
        guard candidate.fields.indices.contains(field - 1) else {
            throw ExtractionError(
                .badInput, source: source, line: Int(candidate.place.line),
                "the trailer has \(candidate.fields.count) fields, and field \(field) should state a total",
                remedy: "ask the sender for its form, or correct `trailer:` in the pipeline")
        }
        return StatedTotal(measure: measure, text: candidate.fields[field - 1], line: candidate.place.line)
    }
}
