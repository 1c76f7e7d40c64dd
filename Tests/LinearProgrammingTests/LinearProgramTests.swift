import LinearProgramming
import Testing

/// Programs of two columns, solved by drawing them.
@Suite struct LinearProgramTests {
    /// x + y + s = 4 and x + 3y + t = 6 with nothing negative: the corners are (0, 0), (4, 0), (3, 1) and (0, 2).
    private func quadrilateral() -> LinearProgram {
        var columns = SparseColumns()
        columns.append([(row: 0, coefficient: 1), (row: 1, coefficient: 1)])
        columns.append([(row: 0, coefficient: 1), (row: 1, coefficient: 3)])
        for row in 0..<2 { columns.append(CollectionOfOne((row: row, coefficient: 1))) }
        return LinearProgram(columns, rows: [4, 6])
    }

    private func expect(
        _ program: LinearProgram, at values: [Double], _ location: SourceLocation = #_sourceLocation
    ) {
        let found = program.values
        #expect(found.count == values.count, sourceLocation: location)
        #expect(
            zip(found, values).allSatisfy { abs($0 - $1) < LinearProgram.tolerance }, "\(found)",
            sourceLocation: location)
    }

    @Test(
        "finds the corner that an objective points to, one after the other",
        arguments: [LinearProgram.Method.primal, .dual])
    func optimum(method: LinearProgram.Method) {
        let program = quadrilateral()
        for (objective, corner) in [
            ([1, 2], [3, 1]), ([2, 1], [4, 0]), ([1, 4], [0, 2]), ([-1, -1], [0, 0]), ([3, 4], [3, 1]),
        ] as [([Double], [Double])] {
            #expect(program.maximize(objective + [0, 0], by: method) == .optimal)
            let (x, y) = (corner[0], corner[1])
            expect(program, at: [x, y, 4 - x - y, 6 - x - 3 * y])
        }
    }

    @Test("numbers columns in their order, and keeps to their bounds")
    func bounds() {
        var columns = SparseColumns()
        #expect(columns.append([(row: 0, coefficient: 1)], from: 2, to: 5) == 0)
        #expect(columns.append([(row: 0, coefficient: -1)], from: 1) == 1)
        #expect(columns.count == 2)
        // x = y, so that y ends where x does.
        let program = LinearProgram(columns, rows: [0])
        #expect(program.maximize([0, 1], by: .primal) == .optimal)
        expect(program, at: [5, 5])
        #expect(program.maximize([0, -1], by: .primal) == .optimal)
        expect(program, at: [2, 2])
    }

    @Test(
        "tells that no values fulfil the rows: a sum of 5 of two that are 2 at most",
        arguments: [LinearProgram.Method.primal, .dual])
    func infeasible(method: LinearProgram.Method) {
        var columns = SparseColumns()
        for _ in 0..<2 { columns.append([(row: 0, coefficient: 1)], to: 2) }
        let program = LinearProgram(columns, rows: [5])
        #expect(program.maximize([1, 1], by: method) == .infeasible)
        // The same when only bounds stand in the way.
        program.bound(from: [0, 0], to: [2, 3])
        #expect(program.maximize([1, 1], by: method) == .optimal)
        expect(program, at: [2, 3])
    }

    @Test("tells that an objective has no end: x = y with nothing above them")
    func unbounded() {
        var columns = SparseColumns()
        columns.append([(row: 0, coefficient: 1)])
        columns.append([(row: 0, coefficient: -1)])
        let program = LinearProgram(columns, rows: [0])
        #expect(program.maximize([1, 0], by: .primal) == .unbounded)
        #expect(program.maximize([-1, 0], by: .primal) == .optimal)
        expect(program, at: [0, 0])
    }

    @Test("goes on with other bounds by the dual method, also through bounds that leave nothing")
    func changedBounds() {
        let program = quadrilateral()
        let none = [Double.infinity, .infinity, .infinity, .infinity]
        #expect(program.maximize([1, 2, 0, 0], by: .dual) == .optimal)
        expect(program, at: [3, 1, 0, 0])
        // With x at most 1 only x + 3y ≤ 6 holds y back.
        program.bound(from: [0, 0, 0, 0], to: [1, .infinity, .infinity, .infinity])
        #expect(program.maximize([1, 2, 0, 0], by: .dual) == .optimal)
        expect(program, at: [1, 5.0 / 3, 4 - 1 - 5.0 / 3, 0])
        // x of 5 is more than x + y ≤ 4 allows.
        program.bound(from: [5, 0, 0, 0], to: none)
        #expect(program.maximize([1, 2, 0, 0], by: .dual) == .infeasible)
        program.bound(from: [3.5, 0, 0, 0], to: none)
        #expect(program.maximize([1, 2, 0, 0], by: .dual) == .optimal)
        expect(program, at: [3.5, 0.5, 0, 1])
        program.bound(from: [0, 0, 0, 0], to: none)
        #expect(program.maximize([1, 2, 0, 0], by: .dual) == .optimal)
        expect(program, at: [3, 1, 0, 0])
    }

    @Test("goes back to where it stood: with nothing to gain, the values are those of the basis")
    func restoredBasis() {
        let program = quadrilateral()
        #expect(program.maximize([2, 1, 0, 0], by: .primal) == .optimal)
        expect(program, at: [4, 0, 0, 2])
        let basis = program.basis
        // Four columns and two rows.
        #expect(basis.count == 6)
        #expect(program.maximize([1, 4, 0, 0], by: .primal) == .optimal)
        expect(program, at: [0, 2, 2, 0])
        #expect(program.basis != basis)
        #expect(program.maximize([0, 0, 0, 0], by: .dual) == .optimal)
        expect(program, at: [0, 2, 2, 0])
        program.basis = basis
        #expect(program.basis == basis)
        #expect(program.maximize([0, 0, 0, 0], by: .dual) == .optimal)
        expect(program, at: [4, 0, 0, 2])
    }

    @Test("needs no columns and no rows")
    func nothing() {
        let program = LinearProgram(SparseColumns(), rows: [])
        #expect(program.maximize([], by: .primal) == .optimal)
        #expect(program.values.isEmpty && program.basis.isEmpty)
    }
}
