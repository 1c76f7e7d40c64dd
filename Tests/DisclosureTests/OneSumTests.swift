import Testing

@testable import Disclosure

/// Tables of one row with a total, worked out by hand.
@Suite struct OneSumTests {
    /// 3 + 20 + 30 + 40 = 93.
    private func row() -> Table {
        var table = Table()
        table.add("a", 3)
        table.add("b", 20)
        table.add("c", 30)
        table.add("d", 40)
        table.add("total", 93, reluctance: 1)
        table.sum("total", "a", "b", "c", "d")
        return table
    }

    @Test("a single hidden cell follows from the total by subtraction")
    func subtraction() {
        #expect(row().exposures(hiding: ["a"]) == ["a 3…3"])
        #expect(row().hidden(complementary: false) == ["a": .small])
    }

    @Test("hides the smallest sibling that suffices, not the total")
    func sibling() {
        #expect(row().hidden() == ["a": .small, "b": .complementary])
        #expect(row().remaining.isEmpty)
    }

    @Test("hides the total where every other part is known")
    func total() {
        var table = Table()
        table.add("a", 3)
        table.add("b", 20, standing: .known)
        table.add("c", 0)
        table.add("total", 23, reluctance: 1)
        table.sum("total", "a", "b", "c")
        #expect(table.hidden() == ["a": .small, "total": .complementary])
    }

    @Test("tells of what nothing can protect: all the rest was shown before")
    func unprotectable() {
        var table = Table()
        table.add("a", 3)
        table.add("b", 20, standing: .known)
        table.add("total", 23, standing: .known)
        table.sum("total", "a", "b")
        #expect(table.hidden() == ["a": .small])
        #expect(table.remaining == ["a 3…3"])
    }

    @Test("two small counts whose sum is telling need a third: 1 + 1 of 50 leaves each 1")
    func tellingSum() {
        var table = Table()
        table.add("a", 1)
        table.add("b", 1)
        table.add("c", 20)
        table.add("d", 28)
        table.add("total", 50, reluctance: 1)
        table.sum("total", "a", "b", "c", "d")
        #expect(table.exposures(hiding: ["a", "b"]) == ["a 1…1", "b 1…1"])
        #expect(table.hidden() == ["a": .small, "b": .small, "c": .complementary])
    }

    @Test("a sum just large enough needs no third: 1 + 4 leaves 1…4 for both, 1 + 3 only 1…3")
    func sumLargeEnough() {
        for (second, isEnough) in [(Int64(4), true), (3, false)] {
            var table = Table()
            table.add("a", 1)
            table.add("b", second)
            table.add("c", 20)
            table.add("total", 21 + second, reluctance: 1)
            table.sum("total", "a", "b", "c")
            #expect(table.exposures(hiding: ["a", "b"]) == (isEnough ? [] : ["a 1…3", "b 1…3"]))
            #expect((table.hidden()["c"] == .complementary) == !isEnough)
        }
    }

    @Test("a minimum of 2 hides ones, which must be able to be twos")
    func minimumOfTwo() {
        var table = Table(minimum: 2)
        table.add("a", 1)
        table.add("b", 1)
        table.add("c", 2)
        table.add("d", 3)
        table.add("total", 7, reluctance: 1)
        table.sum("total", "a", "b", "c", "d")
        #expect(table.hidden() == ["a": .small, "b": .small, "c": .complementary])
        #expect(table.remaining.isEmpty)
    }

    @Test("zeros are shown, hidden for nobody's sake and of no help")
    func zeros() {
        var table = Table()
        table.add("a", 3)
        table.add("zero", 0)
        table.add("b", 9)
        table.add("total", 12, reluctance: 1)
        table.sum("total", "a", "zero", "b")
        #expect(table.hidden() == ["a": .small, "b": .complementary])
    }

    @Test("a small total is known to be at least the number of its parts that are not zero")
    func smallTotal() {
        var table = Table()
        table.add("a", 1)
        table.add("b", 2)
        table.add("zero", 0)
        table.add("total", 3, reluctance: 1)
        table.sum("total", "a", "b", "zero")
        #expect(Set(table.hidden().keys) == ["a", "b", "total"])
        #expect(table.remaining.isEmpty)
        #expect(table.exposures(hiding: ["a", "b"]) == ["a 1…2", "b 1…2", "total 3…3"])
    }

    @Test("what need not be protected is not hidden, but does help")
    func notProtected() {
        var table = Table()
        table.add("a", 3)
        table.add("b", 2, isProtected: false)
        table.add("c", 40)
        table.add("total", 45, reluctance: 1)
        table.sum("total", "a", "b", "c")
        // 3 + 2 = 5 leaves 1…4 for a: just enough.
        #expect(table.hidden() == ["a": .small, "b": .complementary])
    }

    @Test("hides one that suffices alone, not a smaller one that does not")
    func sufficient() {
        var table = Table(minimum: 10)
        table.add("a", 2)
        table.add("b", 3, isProtected: false)
        table.add("c", 50)
        table.add("total", 55, reluctance: 1)
        table.sum("total", "a", "b", "c")
        // With b, a would be 4 at most.
        #expect(table.exposures(hiding: ["a", "b"]).first == "a 1…4")
        #expect(table.hidden() == ["a": .small, "c": .complementary])
    }

    @Test("a cell hidden before stays hidden and must not follow")
    func earlier() {
        var table = Table()
        table.add("a", 30, standing: .hidden)
        table.add("b", 20)
        table.add("total", 50, reluctance: 1)
        table.sum("total", "a", "b")
        #expect(table.hidden() == ["a": .earlier, "b": .complementary])
        #expect(table.exposures(hiding: []) == ["a 30…30"])
    }

    @Test("a cell that is to be hidden although readers know it is exposed, and so is a small one that is shown")
    func shown() {
        var table = Table()
        table.add("known", 3, standing: .known)
        table.add("small", 2)
        #expect(table.exposures(hiding: ["known"]) == ["known 3…3", "small 2…2"])
        #expect(table.hidden() == ["small": .small])
    }
}
