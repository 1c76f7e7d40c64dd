internal import Definitions
import Foundation
internal import Periods
internal import Records

extension FieldReader {
    static func readNumber(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ scale: Int, _ limits: ClosedRange<Int64>,
        _ minimum: Int64?, _ maximum: Int64?, _ thousands: UInt8?, _ field: TargetField,
        _ mapping: ColumnMapping?, into column: inout TypedColumn
    ) -> CellReject? {
        switch parseDecimal(bytes, range, scale: scale, thousands: thousands) {
        case .value(let value):
            guard limits.contains(value) else { return .tooLarge(type: field.typeName) }
            // It counts in the control totals, though its row is rejected.
            column.append(value)
            if let minimum, value < minimum { return .below(mapping?.minimum?.value ?? "") }
            if let maximum, value > maximum { return .above(mapping?.maximum?.value ?? "") }
            return nil
        case .malformed: return .notANumber
        case .overflow: return .tooLarge(type: field.typeName)
        case .tooPrecise: return .tooPrecise(scale: scale)
        case .exponent: return .exponent
        }
    }

    static func readDay(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ format: DateFormat, _ form: String,
        _ take: (CivilDate, Int64) -> CellReject?
    ) -> CellReject? {
        switch format.parse(bytes, range) {
        case .day(let date, let seconds): take(date, seconds)
        case .malformed: .notADay(form: form)
        case .noSuchDay: .noSuchDay
        case .impossibleYear(let year): .impossibleYear(year)
        case .otherCalendar(let year): .otherCalendar(year)
        }
    }

    static func readBoolean(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, into column: inout TypedColumn
    ) -> CellReject? {
        var text = ""
        for index in range { text.unicodeScalars.append(Unicode.Scalar(bytes[index] | 0x20)) }
        switch text {
        case "true", "t", "yes", "y", "1": column.append(1)
        case "false", "f", "no", "n", "0": column.append(0)
        default: return .notBoolean
        }
        return nil
    }

    func readText(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ pattern: NSRegularExpression?,
        into column: inout TypedColumn
    ) -> CellReject? {
        let value = bytes.extracting(range)
        if let pattern {
            var copy: [UInt8] = []
            for index in value.indices { copy.append(value[index]) }
            let text = String(decoding: copy, as: UTF8.self)
            let whole = NSRange(text.startIndex..., in: text)
            guard pattern.firstMatch(in: text, range: whole) != nil else {
                return .pattern(mapping?.pattern?.value ?? "")
            }
        }
        column.appendText(value)
        return nil
    }
}

/// The day of a calendar key `yyyymmdd`, nil for the members that are no day.
func daysSince2000(ofDateKey key: Int64) -> Int32? {
    guard key > 0 else { return nil }
    return CivilDate(year: Int(key / 10_000), month: Int(key / 100 % 100), day: Int(key % 100))?.daysSinceEpoch
}
