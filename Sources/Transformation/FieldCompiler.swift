package import Definitions
internal import Hashing
internal import Records

/// Why a pipeline cannot be prepared although its definition is well formed.
package struct TransformationError: Error, CustomStringConvertible {
    package let location: SourceLocation?
    package let message: String

    package var description: String { location.map { "\($0): error: \(message)" } ?? message }
}

/// Decides once, per field, how its values are read.
struct FieldCompiler {
    let sourceColumns: [String]
    let key: PseudonymKey?
    let members: Transformer.Members

    init(sourceColumns: [String], key: PseudonymKey?, members: @escaping Transformer.Members) {
        self.sourceColumns = sourceColumns
        self.key = key
        self.members = members
    }

    func reader(for field: TargetField, mapping: ColumnMapping?) throws -> FieldReader {
        guard let mapping else {
            let absent: Int64? =
                switch field.purpose {
                case .calendar, .member: Int64(MemberIndex.notApplicable)
                case .value: nil
                }
            return FieldReader(field: field, operation: .missing(absent), mapping: nil, sources: [])
        }
        let sources = try mapping.from.map { name in
            guard let index = sourceColumns.firstIndex(of: name.value) else {
                throw TransformationError(
                    location: name.location, message: "the source has no column `\(name.value)`")
            }
            return index
        }
        return FieldReader(
            field: field, operation: try operation(field, mapping), mapping: mapping, sources: sources)
    }

    func operation(_ field: TargetField, _ mapping: ColumnMapping) throws -> FieldReader.Operation {
        switch field.purpose {
        case .calendar(let calendar):
            return .calendarKey(
                CalendarForm(format: try format(mapping), calendar: calendar, text: mapping.date?.value ?? ""))
        case .member(let dimension):
            return .member(
                try members(dimension, mapping.lookup?.column), mapping.notFound, try patterns(mapping))
        case .value(let type):
            switch type {
            case .integer: return try number(field, mapping, scale: 0, Int64(Int32.min)...Int64(Int32.max))
            case .bigint: return try number(field, mapping, scale: 0, Int64.min...Int64.max)
            case .decimal(let precision, let scale):
                let limit = (0..<precision).reduce(Int64(1)) { power, _ in power * 10 } - 1
                return try number(field, mapping, scale: scale, -limit...limit)
            case .date: return .date(DateForm(format: try format(mapping), text: mapping.date?.value ?? ""))
            case .timestamp:
                return .timestamp(TimestampForm(format: try format(mapping), text: mapping.date?.value ?? ""))
            case .boolean: return .boolean(BooleanForm())
            case .text:
                let pattern = try patterns(mapping).first
                return .text(TextForm(pattern: pattern, isIdentifier: field.isIdentifier || pattern != nil))
            case .pseudonym:
                guard let key else {
                    throw TransformationError(
                        location: mapping.target.location, message: "`\(field.name)` needs the pseudonym key")
                }
                return .pseudonym(PseudonymForm(key: key))
            }
        }
    }

    /// The forms that the values of the source columns must have.
    func patterns(_ mapping: ColumnMapping) throws -> [ValuePattern] {
        try mapping.patterns.map { try ValuePattern($0) }
    }

    private func format(_ mapping: ColumnMapping) throws -> DateFormat {
        let location = mapping.date?.location ?? mapping.target.location
        guard let text = mapping.date?.value, let format = DateFormat(text, calendar: mapping.calendar) else {
            throw TransformationError(
                location: location,
                message: "`\(mapping.date?.value ?? "")` is no form of a day; write it with yyyy or yy, MM, dd")
        }
        return format
    }

    private func number(
        _ field: TargetField, _ mapping: ColumnMapping, scale: Int, _ limits: ClosedRange<Int64>
    ) throws -> FieldReader.Operation {
        func bound(_ text: Located<String>?) throws -> Int64? {
            guard let text else { return nil }
            let bytes = Array(text.value.utf8)
            guard case .value(let value) = parseDecimal(bytes.span, 0..<bytes.count, scale: scale, thousands: nil)
            else {
                throw TransformationError(
                    location: text.location, message: "`\(text.value)` is no bound of a number with \(scale) decimals")
            }
            return value
        }
        return .number(
            NumberForm(
                scale: scale, limits: limits, minimum: try bound(mapping.minimum), maximum: try bound(mapping.maximum),
                thousands: mapping.thousands, minimumText: mapping.minimum?.value ?? "",
                maximumText: mapping.maximum?.value ?? "", typeName: field.typeName))
    }
}
