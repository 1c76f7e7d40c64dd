/// The columns by which the rows of a query are asked for page by page; no two rows have the same values in all of them.
package struct PageKey: Sendable {
    /// A column of the key.
    package struct Column: Sendable {
        package let name: String
        /// What stands in a statement for a value of it: `?`, or a `cast` around it.
        package let placeholder: String

        package init(name: String, placeholder: String = "?") {
            self.name = name
            self.placeholder = placeholder
        }
    }

    package let columns: [Column]

    package init(_ columns: [Column]) { self.columns = columns }

    /// Which column's value takes the place of each parameter of `isBehind`, in their order.
    package var parametersBehind: [Int] {
        let last = columns.count - 1
        // The first column stands there once more, alone.
        return (last > 0 ? [0] : []) + columns.indices.flatMap { $0 < last ? [$0, $0] : [$0] }
    }

    /// The condition that a row comes behind the one with the parameters' values.
    ///
    /// Not all databases compare rows of several values, so it is written out. That the first column is not smaller
    /// follows from the rest, and is said for those that look for their way into the index nowhere else.
    ///
    /// - Parameter names: the columns, as the database writes them.
    func isBehind(_ names: [String]) -> String {
        var condition = ""
        for index in columns.indices.reversed() {
            let (name, value) = (names[index], columns[index].placeholder)
            condition =
                condition.isEmpty
                ? "\(name) > \(value)" : "(\(name) > \(value) or (\(name) = \(value) and \(condition)))"
        }
        return columns.count > 1 ? "\(names[0]) >= \(columns[0].placeholder) and \(condition)" : condition
    }
}
