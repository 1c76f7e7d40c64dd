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

    @Test("tells keys apart that differ in one byte, whatever their length and wherever it is")
    func comparesEveryByte() {
        var table = ByteKeyTable()
        var number = 0
        for length in 1...40 {
            let key = [UInt8](repeating: 7, count: length)
            #expect(table.insert(key.span) == number)
            number += 1
            for place in 0..<length {
                var other = key
                other[place] = 8
                #expect(table.find(other.span) == nil)
                #expect(table.insert(other.span) == number)
                number += 1
            }
        }
    }

    /// Strings that begin with a constant of the hash make its product zero, and so have the same hash.
    @Test("tells keys apart that have the same hash")
    func tellsCollidingKeysApart() {
        let start: [UInt8] = [0xC9, 0xAC, 0x2E, 0x96, 0x93, 0x4B, 0xB8, 0x8B]
        let keys = (0..<200).map { start + [1, 2, 3, 4, 5, 6, 7, UInt8($0)] }
        #expect(Set(keys.map { ByteHash.hash($0.span) }).count == 1)
        var table = ByteKeyTable()
        for (number, key) in keys.enumerated() {
            #expect(table.find(key.span) == nil)
            #expect(table.insert(key.span) == number)
        }
        for (number, key) in keys.enumerated() { #expect(table.find(key.span) == number) }
        let first = keys[0]
        #expect(table.find(first.span, behind: 3) == nil)
    }

    @Test("keeps keys behind different ones apart")
    func keepsParentsApart() {
        var table = ByteKeyTable()
        let first = table.insert(Array("ab".utf8).span)
        let second = table.insert(Array("a".utf8).span)
        let behindFirst = table.insert(Array("c".utf8).span, behind: first)
        #expect(table.find(Array("bc".utf8).span, behind: second) == nil)
        let behindSecond = table.insert(Array("c".utf8).span, behind: second)
        #expect(behindFirst != behindSecond)
        #expect(table.find(Array("c".utf8).span, behind: first) == behindFirst)
        #expect(table.find(Array("c".utf8).span) == nil)
    }

    @Test("forgets all keys and numbers new ones from the beginning")
    func forgets() {
        var table = ByteKeyTable()
        for number in 0..<500 { _ = insert("key \(number)", into: &table) }
        table.removeAll()
        #expect(table.count == 0)
        for number in 0..<500 { #expect(table.find(Array("key \(number)".utf8).span) == nil) }
        #expect(insert("key 7", into: &table) == 0)
        #expect(Array(table.key(0)) == Array("key 7".utf8))
    }

    private func insert(_ key: String, into table: inout ByteKeyTable) -> Int { table.insert(Array(key.utf8).span) }
}
