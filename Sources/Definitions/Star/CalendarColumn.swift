/// The columns of a generated calendar dimension, in the order of its table.
///
/// Years come in both eras (Buddhist Era = CE + 543), the fiscal year is labelled by the year it ends in, and month
/// names in both languages: THAI.md, "Calendar".
package enum CalendarColumn: String, CaseIterable, Sendable {
    case date
    case year
    case yearBE = "year_be"
    case half
    case quarter
    case month
    case day
    case weekday
    case yearMonth = "year_month"
    case yearQuarter = "year_quarter"
    case fiscalYear = "fiscal_year"
    case fiscalYearBE = "fiscal_year_be"
    case fiscalQuarter = "fiscal_quarter"
    case monthNameEnglish = "month_name_en"
    case monthNameThai = "month_name_th"
    case monthShortEnglish = "month_short_en"
    case monthShortThai = "month_short_th"

    package var type: ColumnType {
        switch self {
        case .date: .date
        case .monthNameEnglish, .monthNameThai, .monthShortEnglish, .monthShortThai, .yearMonth, .yearQuarter:
            .text
        default: .integer
        }
    }

    /// Whether all days of a month have the same.
    package var isSteadyInMonth: Bool { ![.date, .day, .weekday].contains(self) }

    package var description: LocalizedText {
        switch self {
        case .date: LocalizedText(english: "Calendar day", thai: "วันที่")
        case .year: LocalizedText(english: "Calendar year, CE", thai: "ปีปฏิทิน (ค.ศ.)")
        case .yearBE: LocalizedText(english: "Calendar year, Buddhist Era", thai: "ปีปฏิทิน (พ.ศ.)")
        case .half: LocalizedText(english: "Half of the calendar year, 1 or 2", thai: "ครึ่งปี")
        case .quarter: LocalizedText(english: "Quarter of the calendar year, 1 to 4", thai: "ไตรมาสของปีปฏิทิน")
        case .month: LocalizedText(english: "Month, 1 to 12", thai: "เดือน (1–12)")
        case .day: LocalizedText(english: "Day of the month", thai: "วันที่ของเดือน")
        case .weekday: LocalizedText(english: "Day of the week, Monday = 1", thai: "วันในสัปดาห์ (จันทร์ = 1)")
        case .yearMonth: LocalizedText(english: "Year and month, CE, YYYY-MM", thai: "ปีและเดือน (ค.ศ.)")
        case .yearQuarter: LocalizedText(english: "Year and quarter, CE, YYYY-Qn", thai: "ปีและไตรมาส (ค.ศ.)")
        case .fiscalYear: LocalizedText(english: "Fiscal year by ending year, CE", thai: "ปีงบประมาณ (ค.ศ.)")
        case .fiscalYearBE:
            LocalizedText(english: "Fiscal year by ending year, Buddhist Era", thai: "ปีงบประมาณ (พ.ศ.)")
        case .fiscalQuarter: LocalizedText(english: "Quarter of the fiscal year", thai: "ไตรมาสของปีงบประมาณ")
        case .monthNameEnglish: LocalizedText(english: "Month name in English", thai: "ชื่อเดือนภาษาอังกฤษ")
        case .monthNameThai: LocalizedText(english: "Month name in Thai", thai: "ชื่อเดือนภาษาไทย")
        case .monthShortEnglish: LocalizedText(english: "Short month name in English", thai: "ชื่อย่อเดือนภาษาอังกฤษ")
        case .monthShortThai: LocalizedText(english: "Short month name in Thai", thai: "ชื่อย่อเดือนภาษาไทย")
        }
    }

    func declaration(at location: SourceLocation) -> DimensionDefinition.Column {
        DimensionDefinition.Column(
            name: Located(rawValue, at: location), type: type, description: description, history: .overwrite,
            references: nil)
    }
}
