internal import CClp

/// A linear program, solved again and again with other objectives and bounds: each time from where the last one ended.
///
/// Owns its solver (Clp of COIN-OR), which is freed with it. The numbers are binary floating point: what is read off a solution
/// is within `tolerance` of exact for counts up to some ten million.
@safe package final class LinearProgram {
    package enum Outcome: Equatable, Sendable {
        case optimal
        /// No values fulfil the rows.
        case infeasible
        /// The objective grows without end.
        case unbounded
        /// The solver gave up; nothing is known.
        case unsolved
    }

    /// How far a value may be from the exact one.
    package static let tolerance = 1e-6

    private let model: UnsafeMutableRawPointer
    private let columnCount: Int
    private let rowCount: Int

    /// Takes columns and what each row must be equal to.
    package init(_ columns: SparseColumns, rows: [Double]) {
        unsafe model = Clp_newModel()
        columnCount = columns.count
        rowCount = rows.count
        unsafe Clp_setLogLevel(model, 0)
        let objective = [Double](repeating: 0, count: columns.count)
        unsafe Clp_loadProblem(
            model, Int32(columns.count), Int32(rows.count), columns.starts, columns.rows, columns.coefficients,
            columns.lower, columns.upper, objective, rows, rows)
    }

    deinit { unsafe Clp_deleteModel(model) }

    /// Sets the least and the greatest value of each column.
    package func bound(from lower: [Double], to upper: [Double]) {
        unsafe Clp_chgColumnLower(model, lower)
        unsafe Clp_chgColumnUpper(model, upper)
    }

    /// How the solver goes on from the last solution.
    package enum Method: Sendable {
        /// Where its values are still possible: another objective.
        case primal
        /// Where its values would still be the best: other bounds.
        case dual
    }

    /// Finds values with the greatest objective.
    ///
    /// - Parameter objective: one coefficient per column.
    package func maximize(_ objective: [Double], by method: Method) -> Outcome {
        unsafe Clp_chgObjCoefficients(model, objective.map { -$0 })
        switch method {
        case .primal: _ = unsafe Clp_primal(model, 0)
        case .dual: _ = unsafe Clp_dual(model, 0)
        }
        switch unsafe Clp_status(model) {
        case 0: return .optimal
        case 1: return .infeasible
        case 2: return .unbounded
        default: return .unsolved
        }
    }

    /// Where the solver stands: which columns and rows are solved for.
    package var basis: [UInt8] {
        get { unsafe Array(UnsafeBufferPointer(start: Clp_statusArray(model), count: columnCount + rowCount)) }
        set { unsafe Clp_copyinStatus(model, newValue) }
    }

    /// The value of each column in the last solution.
    package var values: [Double] {
        unsafe Array(UnsafeBufferPointer(start: Clp_getColSolution(model), count: columnCount))
    }
}
