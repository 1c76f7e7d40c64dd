internal import Definitions
internal import Periods
internal import Records

/// A field whose values are compared with written ones: both stand as numbers.
///
/// A member stands by the keys of its versions, a day by its key, a number by its last place, a truth value by 0 and 1,
/// a text by its place among the texts that were written.
struct ComparedField {
    private let field: TargetField
    private var texts = ByteKeyTable()
    /// Stands for every text that was not written.
    private static let otherText: Int64 = -1

    init(_ field: TargetField) { self.field = field }

    /// The numbers of a written value; a member that nobody has described has none.
    mutating func keys(
        of text: String, at location: SourceLocation, _ members: Transformer.Members
    ) throws -> [Int64] {
        let key: Int64?
        switch field.purpose {
        case .member(let dimension): return try members(dimension, nil).surrogates(of: [text]).map { Int64($0) }
        case .calendar: key = CivilDate(text).map { Int64($0.dateKey) }
        case .value(.date): key = CivilDate(text).map { Int64($0.daysSinceEpoch) }
        case .value(.boolean): key = ["false": 0, "true": 1][text]
        case .value(.text): key = Int64(texts.insert(Array(text.utf8).span))
        case .value(.integer), .value(.bigint): key = Self.number(text, scale: 0)
        case .value(.decimal(_, let scale)): key = Self.number(text, scale: scale)
        case .value(.timestamp), .value(.pseudonym): key = nil
        }
        guard let key else {
            throw TransformationError(location: location, message: "`\(text)` is no value of `\(field.name)`")
        }
        return [key]
    }

    private static func number(_ text: String, scale: Int) -> Int64? {
        let bytes = Array(text.utf8)
        guard case .value(let value) = parseDecimal(bytes.span, bytes.indices, scale: scale, thousands: nil) else {
            return nil
        }
        return value
    }

    /// Whether the numbers are in the order of the values.
    var isOrdered: Bool {
        switch field.purpose {
        case .calendar: true
        case .member: false
        case .value(let type): type.isNumeric || type == .date
        }
    }

    /// Fills in the numbers of a column's values.
    func fill(_ keys: inout ComparedKeys, from column: TypedColumn) {
        keys.removeAll()
        keys.known += column.present
        switch field.purpose {
        case .calendar, .member:
            keys.numbers += column.numbers
            for row in keys.numbers.indices where keys.numbers[row] < 0 { keys.known[row] = false }
        case .value(.text):
            let bytes = column.bytes.span
            for row in column.ends.indices {
                let place = column.present[row] ? texts.find(bytes.extracting(column.textRange(row))) : nil
                keys.numbers.append(place.map { Int64($0) } ?? Self.otherText)
            }
        case .value: keys.numbers += column.numbers
        }
    }
}
