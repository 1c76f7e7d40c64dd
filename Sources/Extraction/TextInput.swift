internal import Compression
internal import Hashing

/// The text of a file, as it lies there or, when the name ends in `.gz`, unpacked; every byte read is hashed once.
struct TextInput: ~Copyable {
    private let file: InputFile
    private let source: String
    private var hasher = SHA256Hasher()
    private let isPacked: Bool
    private var inflater = GzipInflater()
    /// What was read of a packed file, and how much of it is not unpacked yet.
    private var packed: [UInt8] = []
    private var unread = 0..<0
    /// The place of `packed` in the file.
    private var packedOffset: Int64 = 0

    init(path: String, source: String) throws(ExtractionError) {
        file = try InputFile(path: path, source: source)
        self.source = source
        isPacked = path.hasSuffix(".gz")
        if isPacked { packed = [UInt8](repeating: 0, count: InputFile.blockBytes) }
    }

    /// Reads the next bytes of text into an array, from a place in it to its end.
    ///
    /// - Returns: how many were read, 0 at the end.
    mutating func read(into buffer: inout [UInt8], from start: Int) throws(ExtractionError) -> Int {
        guard isPacked else {
            let count = try file.read(into: &buffer, from: start)
            hasher.update(buffer.span.extracting(start..<start + count))
            return count
        }
        while true {
            if unread.isEmpty, try !readPacked() {
                guard inflater.isInsideMember || !inflater.hasEndedMember else { return 0 }
                throw ExtractionError(
                    .badInput, source: source, "the gzip file ends at byte \(packedOffset), before its text does",
                    remedy: "it was cut off on its way; deliver it again")
            }
            let given = try unpack(into: &buffer, from: start)
            if given > 0 { return given }
        }
    }

    /// Goes to a byte of the text, from which is then read; the hash means nothing afterwards.
    ///
    /// - Returns: false when the text is packed, which can only be read from front to back.
    func seek(to offset: Int64) throws(ExtractionError) -> Bool {
        if isPacked { return false }
        try file.seek(to: offset)
        return true
    }

    private static func hash(_ bytes: [UInt8], _ count: Int, into hasher: inout SHA256Hasher) {
        hasher.update(bytes.span.extracting(0..<count))
    }

    private mutating func readPacked() throws(ExtractionError) -> Bool {
        packedOffset += Int64(unread.upperBound)
        let count = try file.read(into: &packed, from: 0)
        Self.hash(packed, count, into: &hasher)
        unread = 0..<count
        return count > 0
    }

    private mutating func unpack(into buffer: inout [UInt8], from start: Int) throws(ExtractionError) -> Int {
        do throws(GzipError) {
            let (taken, given) = try inflater.inflate(packed, unread, into: &buffer, from: start)
            unread = unread.lowerBound + taken..<unread.upperBound
            return given
        } catch {
            let byte = packedOffset + Int64(unread.lowerBound + error.taken)
            throw ExtractionError(
                .badInput, source: source, "the gzip file is damaged before byte \(byte): \(error.reason)",
                remedy: "pack it again, or deliver it unpacked and without `.gz`")
        }
    }

    /// Reads what is left and gives the hash of the whole file.
    ///
    /// - Throws: an error of kind `changing` when the file is no longer what it was when it was opened.
    mutating func finish() throws(ExtractionError) -> (sha256: SHA256Digest, identity: FileIdentity) {
        var rest = [UInt8](repeating: 0, count: InputFile.blockBytes)
        while true {
            let count = try file.read(into: &rest, from: 0)
            if count == 0 { break }
            hasher.update(rest.span.extracting(0..<count))
        }
        try file.checkUnchanged()
        return (hasher.finish(), file.identity)
    }

    /// Gives the reason why something went wrong: a file that is changed while it is read fails in any way.
    func reason(for error: any Error) -> any Error {
        do throws(ExtractionError) {
            try file.checkUnchanged()
            return error
        } catch let change {
            return change
        }
    }
}
