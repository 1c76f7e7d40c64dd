import TestSupport

/// A CSV file with everything in it that goes wrong.
struct RandomCSV {
    let bytes: [UInt8]
    let headerEnd: Int
    let width: Int
    let maximumBytes: Int

    init(seed: UInt64) {
        var random = Randomness(seed: seed)
        width = 1 + Int(random.next() % 4)
        // Now and then a field of ten million bytes.
        let isHuge = random.next() % 50 == 0
        maximumBytes = isHuge ? 11_000_000 : random.pick([30, 200, 1 << 20])
        let lineEnds: [[UInt8]] = random.pick([[[0x0A]], [[0x0D, 0x0A]], [[0x0D]], [[0x0A], [0x0D, 0x0A], [0x0D]]])
        var bytes: [UInt8] = random.next() % 4 == 0 ? [0xEF, 0xBB, 0xBF] : []
        bytes += (0..<width).map { "\"column \($0)\"" }.joined(separator: ",").utf8
        bytes += random.pick(lineEnds)
        headerEnd = bytes.count
        let pieces = Self.pieces
        // A quarter of the files has only a header.
        let rows = random.next() % 4 == 0 ? 0 : Int(random.next() % 60)
        for row in 0..<rows {
            let fields = random.next() % 6 == 0 ? Int(random.next() % 6) : width
            for field in 0..<fields {
                if field > 0 { bytes.append(UInt8(ascii: ",")) }
                if isHuge, row == rows / 2, field == 0 {
                    bytes += [UInt8](repeating: UInt8(ascii: "z"), count: 10_000_000)
                    continue
                }
                let isQuoted = random.next() % 3 == 0
                if isQuoted { bytes.append(UInt8(ascii: "\"")) }
                for _ in 0..<random.next() % 4 {
                    bytes += random.next() % 8 == 0 ? random.pick(pieces.wild) : random.pick(pieces.tame)
                    if isQuoted, random.next() % 4 == 0 { bytes += random.pick(pieces.quoted) }
                }
                if isQuoted, random.next() % 20 != 0 { bytes.append(UInt8(ascii: "\"")) }
            }
            if row + 1 < rows || random.next() % 2 == 0 { bytes += random.pick(lineEnds) }
        }
        self.bytes = bytes
    }

    private static let pieces: (tame: [[UInt8]], wild: [[UInt8]], quoted: [[UInt8]]) = (
        tame: ["a", "12", "x y", " ", "\t", "ก", "น\u{0E4D}\u{0E32}", "𝄞", "plain text of more than sixteen bytes"].map
        {
            Array($0.utf8)
        },
        wild: [[0x00], [0xFF], [0xE0, 0xB8], [0xC2], [0xED, 0xA0, 0x80], [0x22], [0x0A], [0x0D], [0x2C]],
        quoted: [[0x22, 0x22], [0x0A], [0x0D, 0x0A], [0x0D], [0x2C]]
    )
}
