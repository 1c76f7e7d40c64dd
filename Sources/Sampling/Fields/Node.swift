import Definitions

/// One step in making a value, compiled from a recipe: plain integers, so that copying it costs nothing per cell.
///
/// `pool` below is the program's pool of integers; `a`, `b`, `c` are indices or counts, as the operation says.
struct Node {
    enum Operation: UInt8 {
        /// The value `low`.
        case constant
        /// The slot `a`.
        case slot
        /// A draw: `b` thresholds of 32 bits from `pool[a]`, then their values.
        case pick
        /// The node that `pool[b + value]` names for the value of node `a` below `c`; node `low` otherwise.
        case branch
        /// The node of the last of `c` days from `pool[b]` that is not after the day of node `a`, then the nodes.
        case dated
        /// A uniform number from `low` in `b` steps of `a`; always the same for the same value in slot `c`, if not -1.
        case between
        /// The product of `b` nodes from `pool[a]`, divided by `low` and rounded.
        case times
        /// The sum of `b` pairs of node and factor from `pool[a]`.
        case plus
        /// The least of such pairs.
        case least
        /// The value of node `a` times `low`.
        case rescale
        /// The day of node `a` and as many days as node `b`; none after the day `low`.
        case after
        /// The value of node `a` when 32 bits are below `low`, else none.
        case maybe
        /// Counter `a` from `low` up, the same number `b` times; starts again each year when `c` is 1.
        case sequence
        /// The `b` words from `pool[a]` in turn, by counter `c`.
        case cycle
        /// A random member of population `a` in the cell that `c` triples of slot, stride and word map at `pool[b]` give.
        case draw
        /// The next member of population `a`, each once a month.
        case next
        /// The attribute of a member: node `a`, population `b`, the word of each cell from `pool[c]`.
        case attribute
        /// The column of a table: node `a`, the word of each row from `pool[b]`.
        case column
        /// The word that `pool[b + value]` gives for the word of node `a` below `c`.
        case map
        /// The first day of the month `low` months after that of node `a`.
        case month
        /// Makes the lines of detail `a`, as many as node `b` says.
        case details
        /// The count of lines of detail `a`.
        case lineCount
        /// The sum of value `b` of the lines of detail `a`.
        case lineSum
    }

    var operation: Operation
    var a = 0
    var b = 0
    var c = 0
    var low: Int64 = 0
}

/// The fields of one detail line.
struct DetailProgram {
    var fields: [(slot: Int, node: Int)] = []
}

/// Everything that makes the values of a recipe's rows.
struct FieldProgram {
    var nodes: [Node] = []
    var pool: [Int64] = []
    var words: [String] = []
    /// In the order in which they are computed.
    var fields: [(slot: Int, node: Int)] = []
    var details: [DetailProgram] = []
    /// The populations whose members come once a month, with the place that says so.
    var monthlyPopulations: [(population: Int, location: SourceLocation)] = []
    var slotCount = 0
    var counterCount = 0
}
