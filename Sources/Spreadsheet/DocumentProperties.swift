/// What a workbook says about itself in its properties.
package struct DocumentProperties: Sendable {
    package enum Value: Sendable {
        case text(String)
        case integer(Int32)
    }

    package var title: String
    package var author: String
    package var subject: String?
    package var company: String?
    package var comments: String?
    /// The instant of the data in seconds since 1970.
    ///
    /// The same instant twice gives the same bytes twice, so it is never the moment of writing.
    package var created: Int
    /// Properties beyond the usual ones, in the order in which they are listed.
    package var custom: [(name: String, value: Value)]

    package init(title: String, author: String, created: Int) {
        self.title = title
        self.author = author
        self.created = created
        custom = []
    }
}
