/// Hidden figures can be worked out from what would be shown, and nothing else can be hidden that would help.
package struct DisclosureError: Error, CustomStringConvertible {
    /// The cells, without their counts.
    package let exposed: [String]

    package var description: String {
        let named = exposed.prefix(3).joined(separator: "; ")
        let more = exposed.count > 3 ? " and \(exposed.count - 3) more" : ""
        return
            "\(exposed.count) confidential figures could be worked out from what is shown here and in earlier reports "
            + "(\(named)\(more)); nothing is shown; "
            + "leave out a table, a total or an attribute, or ask for larger groups of members or longer periods"
    }
}
