internal import Records

/// What can be wrong with one value, with the sentence that says what to do.
enum CellReject {
    case required
    case notANumber
    case exponent
    case tooLarge(type: String)
    case tooPrecise(scale: Int)
    case notADay(form: String)
    case noSuchDay
    case impossibleYear(Int64)
    case otherCalendar(Int64)
    case ambiguousYear(Int64)
    case outsideCalendar(from: Int, to: Int)
    case notBoolean
    case below(String)
    case above(String)
    case pattern(String)
    case lostLetter
    case shortened(digits: Int)
    case unknownMember(dimension: String)
    case ambiguousMember(dimension: String)
    case identifier(ThaiCitizenNumber.Problem)

    var rejectClass: RejectClass {
        switch self {
        case .notANumber, .exponent, .tooLarge, .tooPrecise, .notADay, .noSuchDay, .impossibleYear, .otherCalendar,
            .ambiguousYear, .notBoolean, .shortened:
            .cast
        case .unknownMember, .ambiguousMember, .outsideCalendar: .lookup
        case .required, .below, .above, .pattern, .identifier: .rule
        case .lostLetter: .encoding
        }
    }

    /// What was expected; the same for every value that breaks it.
    var rule: String {
        switch self {
        case .required: "required"
        case .notANumber: "a number"
        case .exponent: "a number without an exponent"
        case .tooLarge(let type): "a value of \(type)"
        case .tooPrecise(let scale): "at most \(scale) decimals"
        case .notADay(let form): "a day written \(form)"
        case .noSuchDay: "a day that exists"
        case .impossibleYear: "a year of either calendar"
        case .otherCalendar: "a year of the declared calendar"
        case .ambiguousYear: "a year that means one year only"
        case .outsideCalendar(let from, let to): "a day between \(from) and \(to)"
        case .notBoolean: "true or false"
        case .below(let bound): "minimum: \(bound)"
        case .above(let bound): "maximum: \(bound)"
        case .pattern(let pattern): "pattern: \(pattern)"
        case .lostLetter: "no letter lost"
        case .shortened(let digits): "\(digits) digits"
        case .unknownMember(let dimension): "a member of \(dimension)"
        case .ambiguousMember(let dimension): "one member of \(dimension), not several"
        case .identifier(let problem): "a citizen number (\(problem))"
        }
    }

    /// What is particular to the one value.
    var detail: String? {
        switch self {
        case .impossibleYear(let year), .otherCalendar(let year), .ambiguousYear(let year): "the year \(year)"
        default: nil
        }
    }

    var actionEnglish: String {
        switch self {
        case .required: "The value is missing. Ask the sender for it."
        case .notANumber, .notBoolean: "The value is not of its type. Correct it at the sender."
        case .exponent: "A spreadsheet has shortened the number. Ask for the file as the system wrote it."
        case .tooLarge, .tooPrecise: "The value does not fit its column. Check it with the sender."
        case .notADay, .noSuchDay: "The day does not exist or is written in another form. Correct it at the sender."
        case .impossibleYear: "The year was probably converted between calendars twice. Correct it at the sender."
        case .otherCalendar: "The year is of the other calendar. Set `calendar:` or ask the sender."
        case .ambiguousYear:
            "Until 1940 the year began in April, so that January to March can belong to either of two years. Ask the sender which is meant."
        case .outsideCalendar: "The day lies outside the calendar dimension. Correct it, or extend the calendar."
        case .below, .above, .pattern: "The value breaks a rule of the feed. Check it with the sender."
        case .lostLetter:
            "A letter was lost before the text came here (U+FFFD). Correct it where it is kept, or ask for it unconverted."
        case .shortened: "A spreadsheet has perhaps cut leading zeros. Ask for the file as the system wrote it."
        case .unknownMember: "The code is not known on that day. Add the member, or correct the code."
        case .ambiguousMember: "Several members have this name on that day. Use their code."
        case .identifier(.twelveDigits), .identifier(.exponent):
            "A spreadsheet has perhaps shortened the citizen number. Ask for the file as the system wrote it."
        case .identifier: "The citizen number is not valid. Check it against the document."
        }
    }

    var actionThai: String {
        switch self {
        case .required: "ไม่มีค่า โปรดขอข้อมูลจากผู้ส่ง"
        case .notANumber, .notBoolean: "ค่าไม่ตรงกับชนิดข้อมูล โปรดให้ผู้ส่งแก้ไข"
        case .exponent: "โปรแกรมตารางคำนวณย่อตัวเลข โปรดขอแฟ้มต้นฉบับจากระบบ"
        case .tooLarge, .tooPrecise: "ค่าเกินขนาดของคอลัมน์ โปรดตรวจสอบกับผู้ส่ง"
        case .notADay, .noSuchDay: "ไม่มีวันที่นี้หรือเขียนคนละรูปแบบ โปรดให้ผู้ส่งแก้ไข"
        case .impossibleYear: "ปีอาจถูกแปลงศักราชซ้ำ โปรดให้ผู้ส่งแก้ไข"
        case .otherCalendar: "ปีเป็นคนละศักราช โปรดตรวจการตั้งค่าหรือสอบถามผู้ส่ง"
        case .ambiguousYear:
            "ก่อน พ.ศ. 2484 ปีใหม่เริ่มเดือนเมษายน เดือนมกราคมถึงมีนาคมจึงอาจหมายถึงได้สองปี โปรดสอบถามผู้ส่ง"
        case .outsideCalendar: "วันที่อยู่นอกช่วงปฏิทิน โปรดแก้ไขหรือขยายปฏิทิน"
        case .below, .above, .pattern: "ค่าไม่เป็นไปตามกฎ โปรดตรวจสอบกับผู้ส่ง"
        case .lostLetter: "มีอักษรสูญหายก่อนส่งมาถึง (U+FFFD) โปรดแก้ไขที่ต้นทาง หรือขอข้อมูลที่ยังไม่ได้แปลงรหัส"
        case .shortened: "โปรแกรมตารางคำนวณอาจตัดเลขศูนย์นำหน้า โปรดขอแฟ้มต้นฉบับจากระบบ"
        case .unknownMember: "ไม่พบรหัสในวันนั้น โปรดเพิ่มรายการหรือแก้ไขรหัส"
        case .ambiguousMember: "มีหลายรายการที่ใช้ชื่อนี้ในวันนั้น โปรดใช้รหัส"
        case .identifier(.twelveDigits), .identifier(.exponent):
            "โปรแกรมตารางคำนวณอาจย่อเลขประจำตัวประชาชน โปรดขอแฟ้มต้นฉบับจากระบบ"
        case .identifier: "เลขประจำตัวประชาชนไม่ถูกต้อง โปรดตรวจกับเอกสาร"
        }
    }
}
