internal import CSVParsing
internal import Records

/// The rows of COPY's binary format as fields of a batch (PostgreSQL manual, "COPY", Binary Format).
///
/// Numbers, days and moments are written as ISO 8601 and the decimal system do, so that all sources look alike to the
/// checks that follow.
struct PostgresRowReader: ~Copyable {
    /// Eleven bytes of signature, the flags, and the length of an extension.
    private static let headerBytes = 19
    /// What a number, a day, a moment or an identifier takes at most.
    private static let valueBytes = 40

    private let kinds: [SourceColumn.Kind]
    private let decoder = FieldDecoder(.utf8)
    private var text: [UInt8] = []
    private var hasHeader = false
    private var bytes = RowBytes()
    /// What the fields of the row take at most, but for long decimals.
    private var rowRoom = 0
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
        bytes.removeAll()
        rowRoom = message.count + kinds.count * Self.valueBytes
        bytes.makeRoom(rowRoom)
        let start = batch.bytes.count
        for index in 0..<kinds.count {
            let length = Int(try Self.integer(message, &place, bytes: 4))
            if length > 0 {
                guard place + length <= message.count else { throw MalformedCopy() }
                try put(message.extracting(place..<place + length), kinds[index])
                place += length
            }
            batch.ends.append(Int32(truncatingIfNeeded: start + bytes.count))
        }
        bytes.append(to: &batch)
        count += 1
        batch.endRow(line: count, offset: Int64(count), length: 0)
    }

    @inline(__always)
    private mutating func put(_ value: borrowing Span<UInt8>, _ kind: SourceColumn.Kind) throws(MalformedCopy) {
        var place = 0
        switch kind {
        case .text: try putText(value)
        case .paddedText:
            let start = bytes.count
            try putText(value)
            bytes.dropBlanks(behind: start)
        case .integer: bytes.putDecimal(try Self.integer(value, &place, bytes: value.count))
        case .date:
            let days = try Self.integer(value, &place, bytes: 4)
            if days == Int64(Int32.max) || days == Int64(Int32.min) {
                bytes.put(days > 0 ? "infinity" : "-infinity")
            } else {
                bytes.putDay(daysSince2000: days)
            }
        case .timestamp, .zonedTimestamp:
            let microseconds = try Self.integer(value, &place, bytes: 8)
            if microseconds == Int64.max || microseconds == Int64.min {
                bytes.put(microseconds > 0 ? "infinity" : "-infinity")
            } else {
                bytes.putMoment(microsecondsSince2000: microseconds)
            }
        case .boolean: bytes.put(UInt8(ascii: try Self.integer(value, &place, bytes: 1) == 0 ? "f" : "t"))
        case .decimal: try putNumeric(value)
        case .uuid: bytes.putIdentifier(value)
        case .floating, .other: throw MalformedCopy()
        }
    }

    /// Writes a text as texts of files are: SARA AM in one character, so that equal words are equal bytes.
    @inline(__always)
    private mutating func putText(_ value: borrowing Span<UInt8>) throws(MalformedCopy) {
        // The server has checked that it is UTF-8, so that only SARA AM in two characters has to be looked for.
        guard Self.mayHoldNikhahit(value) else { return bytes.put(value) }
        var text: [UInt8] = []
        swap(&text, &self.text)
        text.removeAll(keepingCapacity: true)
        guard decoder.append(value, 0..<value.count, to: &text) == nil else { throw MalformedCopy() }
        bytes.put(text.span)
        swap(&text, &self.text)
    }

    /// Whether a text may hold NIKHAHIT (U+0E4D), E0 B9 8D; where no byte is 8D it does not.
    @inline(__always)
    private static func mayHoldNikhahit(_ value: borrowing Span<UInt8>) -> Bool {
        let bytes = value.bytes
        var index = 0
        while index + 8 <= bytes.byteCount {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x8D8D_8D8D_8D8D_8D8D
            // Of eight bytes, one that is zero borrows from its highest bit (Bit Twiddling Hacks, "haszero").
            if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
            index += 8
        }
        while index < value.count {
            if value[index] == 0x8D { return true }
            index += 1
        }
        return false
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
    private mutating func putNumeric(_ value: borrowing Span<UInt8>) throws(MalformedCopy) {
        var place = 0
        let groups = Int(try Self.integer(value, &place, bytes: 2))
        let weight = Int(try Self.integer(value, &place, bytes: 2))
        let sign = UInt16(truncatingIfNeeded: try Self.integer(value, &place, bytes: 2))
        let scale = Int(try Self.integer(value, &place, bytes: 2))
        guard groups >= 0, scale >= 0, value.count == 8 + 2 * groups else { throw MalformedCopy() }
        // Few groups can stand for a number of very many digits.
        bytes.makeRoom(4 * max(weight, 0) + scale + rowRoom)
        switch sign {
        case 0x0000: break
        case 0x4000: bytes.put(UInt8(ascii: "-"))
        case 0xC000: return bytes.put("NaN")
        case 0xD000: return bytes.put("Infinity")
        case 0xF000: return bytes.put("-Infinity")
        default: throw MalformedCopy()
        }
        func group(_ index: Int) -> Int {
            guard index >= 0, index < groups else { return 0 }
            return Int(value[8 + 2 * index]) << 8 | Int(value[9 + 2 * index])
        }
        if weight < 0 {
            bytes.put(UInt8(ascii: "0"))
        } else {
            bytes.putDecimal(Int64(group(0)))
            for index in stride(from: 1, through: weight, by: 1) { bytes.putDigits(group(index), 4) }
        }
        guard scale > 0 else { return }
        bytes.put(UInt8(ascii: "."))
        var left = scale
        var index = weight + 1
        while left > 0 {
            let digits = min(left, 4)
            var number = group(index)
            for _ in digits..<4 { number /= 10 }
            bytes.putDigits(number, digits)
            left -= digits
            index += 1
        }
    }
}

/// The server has sent what its own format does not allow.
struct MalformedCopy: Error, CustomStringConvertible {
    var description: String { "the server's COPY data cannot be understood; nothing of it was published" }
}
