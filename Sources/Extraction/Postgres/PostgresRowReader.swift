internal import CSVParsing
internal import Records

/// The rows of COPY's binary format as fields of a batch (PostgreSQL manual, "COPY", Binary Format).
///
/// Numbers, days and moments are written as ISO 8601 and the decimal system do, so that all sources look alike to the
/// checks that follow.
struct PostgresRowReader {
    /// Eleven bytes of signature, the flags, and the length of an extension.
    private static let headerBytes = 19

    private let kinds: [SourceColumn.Kind]
    private let decoder = FieldDecoder(.utf8)
    private var hasHeader = false
    /// How many rows were read.
    private(set) var count: Int32 = 0

    init(_ kinds: [SourceColumn.Kind]) { self.kinds = kinds }

    /// Appends the row of one message; the first one begins with the header, the last one is the trailer alone.
    ///
    /// - Throws: `MalformedCopy` when the bytes are not what the format says, which no server sends.
    mutating func append(_ message: borrowing Span<UInt8>, to batch: inout RecordBatch) throws(MalformedCopy) {
        var place = 0
        if !hasHeader {
            guard message.count >= Self.headerBytes else { throw MalformedCopy() }
            place = Self.headerBytes
            hasHeader = true
            if place == message.count { return }
        }
        let fields = try Self.integer(message, &place, bytes: 2)
        if fields == -1 { return }
        guard fields == kinds.count else { throw MalformedCopy() }
        for index in 0..<kinds.count {
            let length = Int(try Self.integer(message, &place, bytes: 4))
            if length > 0 {
                guard place + length <= message.count else { throw MalformedCopy() }
                try append(message.extracting(place..<place + length), kinds[index], to: &batch.bytes)
                place += length
            }
            batch.ends.append(Int32(truncatingIfNeeded: batch.bytes.count))
        }
        count += 1
        batch.endRow(line: count, offset: Int64(count), length: 0)
    }

    private mutating func append(
        _ value: borrowing Span<UInt8>, _ kind: SourceColumn.Kind, to bytes: inout [UInt8]
    ) throws(MalformedCopy) {
        var place = 0
        switch kind {
        case .text: try appendText(value, to: &bytes)
        case .paddedText:
            try appendText(value, to: &bytes)
            var padding = value.count
            while padding > 0, bytes.last == UInt8(ascii: " ") {
                bytes.removeLast()
                padding -= 1
            }
        case .integer: bytes.appendDecimal(try Self.integer(value, &place, bytes: value.count))
        case .date:
            let days = try Self.integer(value, &place, bytes: 4)
            if let infinity = Self.infinity(days, of: Int32.self) {
                bytes.append(contentsOf: infinity.utf8)
            } else {
                bytes.appendDay(daysSince2000: days)
            }
        case .timestamp, .zonedTimestamp:
            let microseconds = try Self.integer(value, &place, bytes: 8)
            if let infinity = Self.infinity(microseconds, of: Int64.self) {
                bytes.append(contentsOf: infinity.utf8)
            } else {
                bytes.appendMoment(microsecondsSince2000: microseconds)
            }
        case .boolean: bytes.append(UInt8(ascii: try Self.integer(value, &place, bytes: 1) == 0 ? "f" : "t"))
        case .decimal: try appendNumeric(value, to: &bytes)
        case .uuid: bytes.appendIdentifier(value)
        case .floating, .other: throw MalformedCopy()
        }
    }

    /// Appends a text as texts of files are: SARA AM in one character, so that equal words are equal bytes.
    @inline(__always)
    private func appendText(_ value: borrowing Span<UInt8>, to bytes: inout [UInt8]) throws(MalformedCopy) {
        var bits: UInt8 = 0
        for index in value.indices { bits |= value[index] }
        guard bits >= 0x80 else {
            unsafe value.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
            return
        }
        // The server sends nothing that is not UTF-8, whatever encoding it keeps.
        guard decoder.append(value, value.indices, to: &bytes) == nil else { throw MalformedCopy() }
    }

    /// The extremes of the type stand for the days before and after all others.
    private static func infinity<Number: FixedWidthInteger>(_ value: Int64, of: Number.Type) -> String? {
        value == Int64(Number.max) ? "infinity" : value == Int64(Number.min) ? "-infinity" : nil
    }

    /// Reads a big-endian signed number.
    @inline(__always)
    private static func integer(
        _ bytes: borrowing Span<UInt8>, _ place: inout Int, bytes count: Int
    ) throws(MalformedCopy) -> Int64 {
        guard place + count <= bytes.count, (1...8).contains(count) else { throw MalformedCopy() }
        var value: UInt64 = 0
        for offset in 0..<count { value = value << 8 | UInt64(bytes[place + offset]) }
        place += count
        let unused = UInt64(64 - 8 * count)
        return Int64(bitPattern: value << unused) >> Int64(unused)
    }

    /// Writes a decimal: groups of four digits, of which `weight` is the power of 10,000 of the first, with `scale`
    /// decimals (`numeric_send` in `numeric.c`).
    private func appendNumeric(_ value: borrowing Span<UInt8>, to bytes: inout [UInt8]) throws(MalformedCopy) {
        var place = 0
        let groups = Int(try Self.integer(value, &place, bytes: 2))
        let weight = Int(try Self.integer(value, &place, bytes: 2))
        let sign = UInt16(truncatingIfNeeded: try Self.integer(value, &place, bytes: 2))
        let scale = Int(try Self.integer(value, &place, bytes: 2))
        guard groups >= 0, scale >= 0, value.count == 8 + 2 * groups else { throw MalformedCopy() }
        switch sign {
        case 0x0000: break
        case 0x4000: bytes.append(UInt8(ascii: "-"))
        case 0xC000: return bytes.append(contentsOf: "NaN".utf8)
        case 0xD000: return bytes.append(contentsOf: "Infinity".utf8)
        case 0xF000: return bytes.append(contentsOf: "-Infinity".utf8)
        default: throw MalformedCopy()
        }
        func group(_ index: Int) -> Int {
            guard index >= 0, index < groups else { return 0 }
            return Int(value[8 + 2 * index]) << 8 | Int(value[9 + 2 * index])
        }
        if weight < 0 {
            bytes.append(UInt8(ascii: "0"))
        } else {
            bytes.appendDecimal(Int64(group(0)))
            for index in stride(from: 1, through: weight, by: 1) { bytes.appendDigits(group(index), 4) }
        }
        guard scale > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var left = scale
        var index = weight + 1
        while left > 0 {
            let digits = min(left, 4)
            var number = group(index)
            for _ in digits..<4 { number /= 10 }
            bytes.appendDigits(number, digits)
            left -= digits
            index += 1
        }
    }
}

/// The server has sent what its own format does not allow.
struct MalformedCopy: Error, CustomStringConvertible {
    var description: String { "the server's COPY data cannot be understood; nothing of it was published" }
}
