/// The rows of a component, solved for as many of its unknowns as there are independent rows.
///
/// Each row reads Σ coefficient · unknown + Σ multiplier · given row = 0 for changes of the unknowns, in whole numbers
/// without a common divisor. The unknown that it is solved for, its basic one, has a positive coefficient there and is in
/// no other row. The multipliers tell which sum of the given rows it is.
struct Tableau {
    let unknownCount: Int
    let rowCount: Int
    /// By row: the unknown it is solved for; nil for a row that follows from the others.
    private(set) var basic: [Int?]
    /// By unknown: the row that is solved for it.
    private(set) var rowOfBasic: [Int?]
    private var coefficients: [Int32]
    private let width: Int
    private var pivotColumns: [Int] = []

    /// Solves the component's rows, preferably for the unknowns with most room.
    init(_ component: UnknownComponent, of system: CountSystem, room: [Int64]) throws(ArithmeticOverflow) {
        unknownCount = component.cells.count
        rowCount = component.rows.count
        width = unknownCount + rowCount
        basic = Array(repeating: nil, count: rowCount)
        rowOfBasic = Array(repeating: nil, count: unknownCount)
        coefficients = Array(repeating: 0, count: width * rowCount)
        var places: [Int: Int] = [:]
        for (place, cell) in component.cells.enumerated() { places[cell] = place }
        var sizes = Array(repeating: 0, count: rowCount)
        for (row, given) in component.rows.enumerated() {
            for term in system.terms(of: given) {
                guard let place = places[system.rowCells[term]] else { continue }
                coefficients[row * width + place] = system.rowCoefficients[term]
                sizes[row] += 1
            }
            coefficients[row * width + unknownCount + row] = 1
        }
        for row in (0..<rowCount).sorted(by: { (sizes[$0], $0) < (sizes[$1], $1) }) {
            if let unknown = roomiest(in: row, room: room) { try solve(row, for: unknown) }
        }
    }

    func coefficient(_ row: Int, _ unknown: Int) -> Int32 { coefficients[row * width + unknown] }

    /// The given rows of which this row is the sum, by their places in the component.
    func multipliers(of row: Int) -> [(place: Int, multiplier: Int64)] {
        (0..<rowCount).compactMap { place in
            let multiplier = coefficients[row * width + unknownCount + place]
            return multiplier == 0 ? nil : (place, Int64(multiplier))
        }
    }

    private func roomiest(in row: Int, room: [Int64]) -> Int? {
        var best: Int?
        for unknown in 0..<unknownCount {
            let size = abs(coefficient(row, unknown))
            guard size != 0 else { continue }
            guard let other = best else {
                best = unknown
                continue
            }
            let otherSize = abs(coefficient(row, other))
            if size < otherSize || size == otherSize && room[unknown] > room[other] { best = unknown }
        }
        return best
    }

    /// Solves the row for another unknown, which leaves all other rows.
    mutating func solve(_ row: Int, for unknown: Int) throws(ArithmeticOverflow) {
        let start = row * width
        let isNegative = coefficients[start + unknown] < 0
        pivotColumns.removeAll(keepingCapacity: true)
        for column in 0..<width where coefficients[start + column] != 0 {
            if isNegative { coefficients[start + column] = 0 - coefficients[start + column] }
            pivotColumns.append(column)
        }
        let pivot = coefficients[start + unknown]
        for other in 0..<rowCount where other != row && coefficients[other * width + unknown] != 0 {
            try subtract(start, from: other * width, clearing: unknown, pivot: pivot)
        }
        if let former = basic[row] { rowOfBasic[former] = nil }
        basic[row] = unknown
        rowOfBasic[unknown] = row
    }

    private mutating func subtract(
        _ start: Int, from otherStart: Int, clearing unknown: Int, pivot: Int32
    ) throws(ArithmeticOverflow) {
        var factor = coefficients[otherStart + unknown]
        if pivot != 1 {
            let divisor = greatestCommonDivisor(pivot, factor)
            let scale = pivot / divisor
            factor /= divisor
            if scale != 1 {
                for column in 0..<width where coefficients[otherStart + column] != 0 {
                    coefficients[otherStart + column] = try coefficients[otherStart + column].multiplied(by: scale)
                }
            }
        }
        var overflows = false
        for column in pivotColumns {
            let (product, first) = coefficients[start + column].multipliedReportingOverflow(by: factor)
            let (difference, second) = coefficients[otherStart + column].subtractingReportingOverflow(product)
            coefficients[otherStart + column] = difference
            overflows = overflows || first || second
        }
        if overflows { throw ArithmeticOverflow() }
        reduce(otherStart)
    }

    /// Divides a row by the greatest common divisor of its coefficients.
    private mutating func reduce(_ start: Int) {
        var divisor: Int32 = 0
        for column in 0..<width where coefficients[start + column] != 0 {
            let size = abs(coefficients[start + column])
            divisor = divisor == 0 ? size : greatestCommonDivisor(divisor, size)
            if divisor == 1 { return }
        }
        guard divisor > 1 else { return }
        for column in 0..<width { coefficients[start + column] /= divisor }
    }
}
