internal import Records

/// Source spellings and what they mean.
struct ValueMap {
    private var keys = ByteKeyTable()
    private var values: [[UInt8]] = []

    init?(_ pairs: [(from: String, to: String)]) {
        guard !pairs.isEmpty else { return nil }
        for pair in pairs where keys.insert(Array(pair.from.utf8).span) == values.count {
            values.append(Array(pair.to.utf8))
        }
    }

    /// Appends what a value means: itself, when it is no spelling of something else.
    func append(_ value: borrowing Span<UInt8>, to target: inout [UInt8]) {
        if let entry = keys.find(value) {
            target += values[entry]
        } else {
            for index in value.indices { target.append(value[index]) }
        }
    }
}
