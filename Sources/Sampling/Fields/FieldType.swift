/// What a field holds; every value is one 64-bit whole number in a slot of the row.
enum FieldType: Hashable {
    /// An index into the recipe's words.
    case word
    /// A decimal number as whole units of its last decimal.
    case number(decimals: Int)
    /// Days since 1970-01-01.
    case day
    /// An index into a population.
    case member(population: Int)
    /// An index into a table's rows.
    case row(table: Int)
    /// The count of a row's detail lines.
    case details(Int)

    var description: String {
        switch self {
        case .word: "a word"
        case .number: "a number"
        case .day: "a day"
        case .member: "a member of a population"
        case .row: "a row of a table"
        case .details: "detail lines"
        }
    }
}

/// The value of a field that has none.
let missing = Int64.min
