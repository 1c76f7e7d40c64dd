package import Definitions
package import Postgres

/// Why a database cannot be brought to what the project declares.
package struct MigrationError: Error, CustomStringConvertible {
    package let refusals: [String]

    package var description: String {
        """
        The declarations ask for changes that could lose data; nothing was changed:
        \(refusals.map { "  - \($0)" }.joined(separator: "\n"))
        Only additions are made to a warehouse in use: a new table, column or role, or a wider type.
        """
    }
}

/// Brings a database to what the project declares; evolution is additive (DESIGN §4).
package struct Migration {
    private let project: Project

    package init(_ project: Project) { self.project = project }

    /// The statements that are needed, in order; empty when nothing is.
    ///
    /// - Throws: `MigrationError` when a declaration asks for more than an addition.
    package func statements(on connection: borrowing Connection) throws -> [String] {
        let existing = try ExistingTables(on: connection)
        var statements = existing.hasLedger ? [] : [LedgerSchema.sql]
        if !existing.hasRules { statements.append(RuleSchema.sql) }
        if !existing.hasRollups { statements.append(RollupSchema.sql) }
        var refusals: [String] = []
        var changed: [String] = []
        let dimensions = project.dimensionsInOrder.filter { if case .deliveries = $0.members { false } else { true } }
        for shape in dimensions.map(TableShape.of) + project.factsInOrder.map(TableShape.of) {
            if let columns = existing.tables[shape.name] {
                let additions = additions(to: shape, columns, &refusals)
                let isReworded = shape.differs(from: existing.comments)
                guard !additions.isEmpty || isReworded else { continue }
                if !additions.isEmpty {
                    // A view can neither take a column in its midst nor stand on a column whose type changes.
                    statements += ["drop view if exists star.\(quoted(shape.name))"] + additions
                }
                if isReworded { statements += shape.comments }
                changed.append(shape.name)
            } else {
                statements += shape.creation + shape.comments
                changed.append(shape.name)
            }
        }
        guard refusals.isEmpty else { throw MigrationError(refusals: refusals) }
        for dimension in dimensions where !existing.sequences.contains(dimension.keyColumn) && !dimension.isCalendar {
            statements.append("create sequence store.\(quoted(dimension.keyColumn)) as integer")
        }
        for dimension in project.dimensionsInOrder
        where changed.contains(dimension.name.value) || !existing.views.contains(dimension.name.value) {
            statements += StarViews.statements(for: dimension)
        }
        for fact in project.factsInOrder
        where changed.contains(fact.name.value) || !existing.views.contains(fact.name.value) {
            statements += StarViews.statements(for: fact)
        }
        statements += try Rollups(on: connection).statements(for: project.rollups, loads: existing.loads)
        if !statements.isEmpty { statements += ReaderRole(project.settings.name.value).statements }
        return statements
    }

    /// Runs what is needed, all or nothing, and fills the members that the engine itself knows.
    ///
    /// - Returns: how many statements were run.
    @discardableResult
    package func run(on connection: borrowing Connection) throws -> Int {
        try connection.transaction { connection in
            // Two processes that migrate at once take turns; the second one then finds nothing to do.
            try connection.execute("select pg_advisory_xact_lock(hashtext('uptake migration'))")
            let statements = try statements(on: connection)
            for statement in statements { try connection.execute(statement) }
            for dimension in project.dimensionsInOrder {
                try EngineMembers(dimension).fill(on: connection)
            }
            return statements.count
        }
    }

    private func additions(
        to shape: TableShape, _ existing: [String: String], _ refusals: inout [String]
    ) -> [String] {
        var statements: [String] = []
        for column in shape.columns {
            guard let type = existing[column.name] else {
                let defaults = column.addedDefault.map { " not null default \($0)" } ?? ""
                statements.append(
                    "alter table \(shape.qualified) add column \(quoted(column.name)) \(column.type)\(defaults)")
                statements.append(
                    "comment on column \(shape.qualified).\(quoted(column.name)) is \(literal(column.comment))")
                continue
            }
            if type == column.type { continue }
            if TypeWidening.isWider(column.type, than: type) {
                statements.append(
                    "alter table \(shape.qualified) alter column \(quoted(column.name)) type \(column.type)")
            } else {
                refusals.append(
                    "store.\(shape.name).\(column.name) is \(type) and would become \(column.type), which is not wider")
            }
        }
        for name in existing.keys.sorted() where !shape.columns.contains(where: { $0.name == name }) {
            refusals.append("store.\(shape.name).\(name) is no longer declared; removing it would lose its values")
        }
        return statements
    }
}

/// Which types hold every value of another.
enum TypeWidening {
    static func isWider(_ new: String, than old: String) -> Bool {
        if old == "integer", new == "bigint" { return true }
        guard let (oldPrecision, oldScale) = numeric(old), let (newPrecision, newScale) = numeric(new) else {
            return false
        }
        return newScale >= oldScale && newPrecision - newScale >= oldPrecision - oldScale
    }

    private static func numeric(_ type: String) -> (Int, Int)? {
        guard type.hasPrefix("numeric("), type.hasSuffix(")") else { return nil }
        let parts = type.dropFirst(8).dropLast().split(separator: ",").compactMap { Int($0) }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
}
