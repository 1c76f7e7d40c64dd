/// A query that is asked for page by page, each behind the last row of the one before.
///
/// Drivers that collect a whole result before they hand over its first row then hold one page.
package struct PagedQuery: Sendable {
    /// Gives the statement of the first page, which has at most so many rows; the first columns are the key.
    package let first: @Sendable (Int) -> String
    /// Gives the statement of a page behind the row whose key takes the place of the parameters.
    package let next: @Sendable (Int) -> String
    /// Which column of the key takes the place of each parameter of `next`.
    package let parameters: [Int]
    /// Counts the rows that have a key, whose columns take the places of the parameters in their order.
    package let count: String
    package let keyWidth: Int
    /// How many rows a page has at most; nil when their length decides.
    package let rows: Int?

    package init(
        first: @escaping @Sendable (Int) -> String, next: @escaping @Sendable (Int) -> String, parameters: [Int],
        count: String, keyWidth: Int, rows: Int?
    ) {
        self.first = first
        self.next = next
        self.parameters = parameters
        self.count = count
        self.keyWidth = keyWidth
        self.rows = rows
    }
}

/// Where a paged query stands.
struct PageTurn {
    /// About how many bytes of fields a page is to have.
    private static let pageBytes = 4 << 20
    /// As many rows are asked for before it is known how long they are.
    private static let firstRows = 2000
    private static let mostRows = 1_000_000

    let query: PagedQuery
    /// How many rows the page under work has at most.
    private(set) var limit: Int
    /// How many of them were fetched.
    private(set) var fetched = 0
    private var bytes = 0

    init(_ query: PagedQuery) {
        self.query = query
        limit = query.rows ?? Self.firstRows
    }

    /// Whether there may be rows behind the page.
    var isFull: Bool { fetched >= limit }

    mutating func count(rows: Int, bytes: Int) {
        fetched += rows
        self.bytes += bytes
    }

    /// Begins the next page, whose size follows from the rows of the last one.
    ///
    /// - Returns: whether its statement is another than before.
    mutating func begin() -> Bool {
        defer { (fetched, bytes) = (0, 0) }
        guard query.rows == nil else { return false }
        let fitting = min(Self.mostRows, max(1, Self.pageBytes / max(1, bytes / max(1, fetched))))
        // Half as long or twice as long is good enough.
        guard fitting > limit * 2 || fitting < limit / 2 else { return false }
        limit = fitting
        return true
    }
}
