/// Names of the months in Thai and English, long and short; the index is the month, 1 to 12.
package enum MonthNames {
    package static func long(_ month: Int, thai: Bool) -> String {
        name(month, in: thai ? thaiLong : englishLong)
    }

    package static func short(_ month: Int, thai: Bool) -> String {
        name(month, in: thai ? thaiShort : englishShort)
    }

    private static func name(_ month: Int, in names: [String]) -> String {
        precondition(names.indices.contains(month - 1), "months are numbered 1 to 12")
        return names[month - 1]
    }

    private static let thaiLong = [
        "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
        "พฤศจิกายน", "ธันวาคม",
    ]
    private static let thaiShort = [
        "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
    ]
    private static let englishLong = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November",
        "December",
    ]
    private static let englishShort = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
