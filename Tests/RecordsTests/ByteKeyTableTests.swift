import Records
import Testing

@Suite struct ByteKeyTableTests {
    @Test("numbers keys in the order they are first seen")
    func numbersKeys() {
        var table = ByteKeyTable()
        #expect(insert("b", into: &table) == 0)
        #expect(insert("a", into: &table) == 1)
        #expect(insert("", into: &table) == 2)
        #expect(insert("b", into: &table) == 0)
        #expect(table.count == 3)
        #expect(Array(table.key(0)) == Array("b".utf8))
        #expect(table.key(2).isEmpty)
    }

    @Test("does not know a key that was never added, however alike", arguments: ["ab", "a\u{0}", "A", "b", ""])
    func tellsKeysApart(other: String) {
        var table = ByteKeyTable()
        _ = insert("a", into: &table)
        #expect(table.find(Array(other.utf8).span) == nil)
    }

    @Test("keeps ten thousand keys apart while it grows")
    func grows() {
        var table = ByteKeyTable()
        for number in 0..<10_000 { #expect(insert("key \(number)", into: &table) == number) }
        for number in 0..<10_000 { #expect(table.find(Array("key \(number)".utf8).span) == number) }
    }

    private func insert(_ key: String, into table: inout ByteKeyTable) -> Int { table.insert(Array(key.utf8).span) }
}
