/// Nothing may be shown, since what is hidden of it could not be kept hidden.
package enum DisclosureError: Error, CustomStringConvertible {
    /// Hidden figures can be worked out, and nothing else can be hidden that would help; the cells, without their counts.
    case exposed([String])
    /// The tables of a fact ask for more combinations of members than can be looked at.
    case tooDetailed(fact: String, most: Int)

    package var description: String {
        switch self {
        case .exposed(let cells):
            let named = cells.prefix(3).joined(separator: "; ")
            let more = cells.count > 3 ? " and \(cells.count - 3) more" : ""
            return
                "confidential figures could be worked out from what is shown here and in earlier reports "
                + "(\(named)\(more)); nothing is shown; "
                + "leave out a table, a total or an attribute, or ask for larger groups of members or longer periods"
        case .tooDetailed(let fact, let most):
            return
                "the tables of fact `\(fact)` ask for more than \(most) combinations of members and periods together, so that "
                + "nobody can say what follows from them; nothing is shown; leave out an attribute or a table, or ask for "
                + "fewer periods"
        }
    }
}
