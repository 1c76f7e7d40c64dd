package import Definitions

/// A workbook as a value, before any file: what it says, not how a library writes it.
package struct WorkbookDocument: Sendable {
    /// Whom the workbook is for, which decides how it is dressed.
    package enum Profile: String, CaseIterable, Sendable {
        /// To work with: frozen header, filters, data bars, print titles, page numbers.
        case management
        /// To publish, readable with assistive technology: none of these.
        case publication
    }

    package var title: String
    /// The period in words, such as `2024` or `พ.ศ. 2567`.
    package var period: String
    package var organisation: String
    package var language: Language
    package var profile: Profile
    /// What the cover says below the title, in order.
    package var cover: [CoverLine]
    /// Sentences below the cover's lines, such as what changed since the last edition.
    package var remarks: [Remark]
    package var sheets: [SheetDocument]
    /// The instant the data stands for, in seconds since 1970; never the moment of writing.
    package var created: Int
    /// Written into the file as document properties beside the usual ones.
    package var properties: [(name: String, value: String)]

    package struct CoverLine: Sendable {
        package var label: String
        package var value: LayoutCell

        package init(_ label: String, _ value: LayoutCell) {
            self.label = label
            self.value = value
        }
    }

    package struct Remark: Sendable {
        package var heading: String
        package var sentences: [String]

        package init(_ heading: String, _ sentences: [String]) {
            self.heading = heading
            self.sentences = sentences
        }
    }

    package init(
        title: String, period: String, organisation: String, language: Language, profile: Profile,
        created: Int
    ) {
        self.title = title
        self.period = period
        self.organisation = organisation
        self.language = language
        self.profile = profile
        self.created = created
        cover = []
        remarks = []
        sheets = []
        properties = []
    }
}
