/// The parts of a finished package, read back from its bytes.
struct ZipArchive {
    private struct Entry {
        var method: Int
        var checksum: UInt32
        var compressedSize: Int
        var size: Int
        var headerOffset: Int
    }

    private let bytes: [UInt8]
    private var entries: [String: Entry] = [:]
    /// The parts in the order in which they stand in the file.
    private(set) var names: [String] = []

    /// Reads the central directory; every entry must be named once.
    init(bytes: [UInt8]) throws(SpreadsheetError) {
        self.bytes = bytes
        guard let end = Self.endOfDirectory(bytes) else {
            throw .damagedPackage(part: "the package", reason: "it has no directory")
        }
        let count = try integer(at: end + 10, size: 2)
        var offset = try integer(at: end + 16, size: 4)
        for _ in 0..<count {
            guard try integer(at: offset, size: 4) == 0x0201_4B50 else {
                throw .damagedPackage(part: "the package", reason: "its directory is cut off")
            }
            let nameLength = try integer(at: offset + 28, size: 2)
            let extraLength = try integer(at: offset + 30, size: 2)
            let commentLength = try integer(at: offset + 32, size: 2)
            let nameRange = (offset + 46)..<(offset + 46 + nameLength)
            guard nameRange.upperBound <= bytes.count,
                let name = String(validating: bytes[nameRange], as: UTF8.self)
            else { throw .damagedPackage(part: "the package", reason: "a part's name is not UTF-8") }
            let entry = Entry(
                method: try integer(at: offset + 10, size: 2),
                checksum: UInt32(try integer(at: offset + 16, size: 4)),
                compressedSize: try integer(at: offset + 20, size: 4),
                size: try integer(at: offset + 24, size: 4),
                headerOffset: try integer(at: offset + 42, size: 4))
            guard entries.updateValue(entry, forKey: name) == nil else {
                throw .damagedPackage(part: name, reason: "it stands in the package twice")
            }
            names.append(name)
            offset += 46 + nameLength + extraLength + commentLength
        }
    }

    func contains(_ name: String) -> Bool { entries[name] != nil }

    /// Unpacks a part and compares its size and checksum.
    func contents(of name: String) throws(SpreadsheetError) -> [UInt8] {
        guard let entry = entries[name] else { throw .damagedPackage(part: name, reason: "it is missing") }
        let header = entry.headerOffset
        let start = try header + 30 + integer(at: header + 26, size: 2) + integer(at: header + 28, size: 2)
        guard start + entry.compressedSize <= bytes.count else {
            throw .damagedPackage(part: name, reason: "it is cut off")
        }
        let packed = bytes[start..<(start + entry.compressedSize)]
        let contents: [UInt8]
        switch entry.method {
        case 0: contents = Array(packed)
        case 8: contents = try inflated(packed, size: entry.size, part: name)
        default: throw .damagedPackage(part: name, reason: "compression method \(entry.method) is unknown")
        }
        guard contents.count == entry.size, checksum(contents) == entry.checksum else {
            throw .damagedPackage(part: name, reason: "its checksum is wrong")
        }
        return contents
    }

    /// Reads a little-endian number.
    private func integer(at offset: Int, size: Int) throws(SpreadsheetError) -> Int {
        guard offset >= 0, offset + size <= bytes.count else {
            throw .damagedPackage(part: "the package", reason: "it is cut off")
        }
        return (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    /// Finds the record that ends a package: it is followed only by a comment of at most 65,535 bytes.
    private static func endOfDirectory(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        let first = max(0, bytes.count - 22 - 65_535)
        return stride(from: bytes.count - 22, through: first, by: -1).first {
            bytes[$0] == 0x50 && bytes[$0 + 1] == 0x4B && bytes[$0 + 2] == 0x05 && bytes[$0 + 3] == 0x06
        }
    }
}
