import Definitions

/// One kind of file that a recipe writes.
struct FileDefinition {
    /// A column of a CSV file or a field of a fixed-width record.
    struct Column {
        let name: String
        let parts: Range<Int>
        /// Bytes that the text is padded to; nil in CSV.
        var width: Int?
        var isRightAligned = false
    }

    /// The lines below each row, one for each of its detail lines.
    struct DetailRecord {
        let detail: Int
        let columns: [Column]
    }

    let name: String
    let path: Range<Int>
    let conditions: [(slot: Int, word: Int64)]
    let columns: [Column]
    let detail: DetailRecord?
    /// The first line; empty in fixed-width files.
    let header: [UInt8]
    let delimiter: UInt8
    let lineEnd: [UInt8]
    let texts: TextProgram
    let faults: [Fault]

    func takes(_ settings: [Int: Int64]) -> Bool {
        conditions.allSatisfy { settings[$0.slot] == $0.word }
    }
}
