internal import CLibXLSXWriter

/// Checks the properties and hands them to the library, which copies them.
func writeProperties(
    _ properties: DocumentProperties, to workbook: UnsafeMutablePointer<lxw_workbook>
) throws(SpreadsheetError) {
    // The library takes 0 for "now", and then no two files are equal.
    guard properties.created > 0 else {
        throw .property(name: "created", reason: "give an instant after 1970")
    }
    var strings = CStrings()
    var values = unsafe lxw_doc_properties()
    unsafe values.title = try strings.copy(checked: properties.title, "the title")
    unsafe values.author = try strings.copy(checked: properties.author, "the author")
    unsafe values.subject = try strings.copy(checked: properties.subject, "the subject")
    unsafe values.company = try strings.copy(checked: properties.company, "the company")
    unsafe values.comments = try strings.copy(checked: properties.comments, "the comments")
    unsafe values.created = properties.created
    try check(unsafe workbook_set_properties(workbook, &values), "setting the document properties")
    strings.release()

    var seen: Set<String> = []
    for (name, value) in properties.custom {
        try checkLine(name, "the name of a document property", limit: 255)
        guard seen.insert(name.lowercased()).inserted else {
            throw .property(name: name, reason: "it is given twice")
        }
        let code: lxw_error
        switch value {
        case .text(let text):
            try checkText(text, "document property `\(name)`", limit: 255)
            code = unsafe workbook_set_custom_property_string(workbook, name, text)
        case .integer(let number):
            code = unsafe workbook_set_custom_property_integer(workbook, name, number)
        }
        try check(code, "setting document property `\(name)`")
    }
}

extension CStrings {
    /// Copies a text of at most 255 characters; none stays none.
    fileprivate mutating func copy(
        checked text: String?, _ what: String
    ) throws(SpreadsheetError) -> UnsafeMutablePointer<CChar>? {
        guard let text else { return nil }
        try checkText(text, what, limit: 255)
        return unsafe copy(text)
    }
}
