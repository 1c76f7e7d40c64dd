internal import Records

/// What can be wrong with a record as a whole, with the sentence that says what to do.
enum StructuralReject {
    case missingColumn(expected: Int, found: Int)
    case extraColumn(expected: Int, found: Int)
    case brokenQuotes
    case tooLong(limit: Int)
    case encoding(column: String, index: Int, byte: UInt8, offset: Int64)
    case wrongRecordLength(expected: Int, found: Int, line: Int32)
    case unknownRecordType(code: String, line: Int32)
    case strayRecord(record: String)
    case strayTrailer(marker: String)
    /// - Parameter parts: what the field is the sum of: records that follow, or other fields.
    case contradiction(field: String, stated: String, found: String, parts: String)

    func reject(at place: Reject.Place) -> Reject {
        switch self {
        case .missingColumn(let expected, let found):
            Reject(
                place: place, rejectClass: .missingColumn, rule: "\(expected) columns", detail: "\(found) found",
                actionEnglish: "The row has too few columns. Ask the sender for the complete row.",
                actionThai: "แถวมีคอลัมน์ไม่ครบ โปรดขอแถวที่สมบูรณ์จากผู้ส่ง")
        case .extraColumn(let expected, let found):
            Reject(
                place: place, rejectClass: .extraColumn, rule: "\(expected) columns", detail: "\(found) found",
                actionEnglish:
                    "The row has too many columns, perhaps a delimiter inside a value. Put the value in quotes.",
                actionThai: "แถวมีคอลัมน์เกิน อาจมีตัวคั่นอยู่ในค่า โปรดใส่เครื่องหมายคำพูดครอบค่า")
        case .brokenQuotes:
            Reject(
                place: place, rejectClass: .unquotedValue, rule: "RFC 4180 quotes",
                actionEnglish:
                    "A quote stands inside a plain value or is never closed. Quote the whole value and double its inner quotes.",
                actionThai: "เครื่องหมายคำพูดผิดที่หรือไม่ปิด โปรดครอบทั้งค่าและเขียนเครื่องหมายคำพูดภายในซ้ำสองตัว")
        case .tooLong(let limit):
            Reject(
                place: place, rejectClass: .size, rule: "a record of at most \(limit) bytes",
                actionEnglish: "The record is longer than allowed, perhaps an open quote. Check its end.",
                actionThai: "ระเบียนยาวเกินกำหนด อาจมีเครื่องหมายคำพูดที่ไม่ปิด โปรดตรวจท้ายระเบียน")
        case .encoding(let column, let index, let byte, let offset):
            Reject(
                place: place, columnIndex: index + 1, column: column, rejectClass: .encoding,
                rule: "text in the declared encoding",
                detail: "byte \(hexadecimal(byte)) at offset \(offset) means nothing in it",
                actionEnglish:
                    "A byte is not text in the encoding of this feed. Ask the sender which encoding the file has.",
                actionThai: "พบไบต์ที่ไม่ใช่ตัวอักษรในรหัสอักขระที่กำหนด โปรดสอบถามรหัสอักขระจากผู้ส่ง")
        case .wrongRecordLength(let expected, let found, let line):
            Reject(
                place: place, rejectClass: .size, rule: "\(expected) bytes a record",
                detail: "\(found) on line \(line)",
                actionEnglish: "A record has the wrong length. Ask the sender to write the file again.",
                actionThai: "ความยาวระเบียนไม่ถูกต้อง โปรดให้ผู้ส่งสร้างแฟ้มใหม่")
        case .unknownRecordType(let code, let line):
            Reject(
                place: place, rejectClass: .cast, rule: "a declared record type",
                detail: "`\(code)` on line \(line)",
                actionEnglish: "The type of a record is unknown. Check the form of the file.",
                actionThai: "ไม่รู้จักประเภทระเบียน โปรดตรวจรูปแบบแฟ้ม")
        case .strayRecord(let record):
            Reject(
                place: place, rejectClass: .rule, rule: "`\(record)` without the record it belongs to",
                actionEnglish: "A record stands before the one it belongs to. Check the order of the file.",
                actionThai: "ระเบียนอยู่ก่อนระเบียนหลัก โปรดตรวจลำดับในแฟ้ม")
        case .strayTrailer(let marker):
            Reject(
                place: place, rejectClass: .rule, rule: "the trailer `\(marker)` is the last record",
                actionEnglish: "A trailer stands before the end of the file. Check whether files were joined.",
                actionThai: "พบระเบียนปิดท้ายก่อนจบแฟ้ม โปรดตรวจว่ามีการนำหลายแฟ้มมาต่อกันหรือไม่")
        case .contradiction(let field, let stated, let found, let parts):
            Reject(
                place: place, column: field, rejectClass: .rule,
                rule: "`\(field)` is the sum of its \(parts)",
                detail: "it states \(stated), they add up to \(found)",
                actionEnglish: "The header contradicts its own records. Ask the sender for a corrected file.",
                actionThai: "ยอดในระเบียนหัวไม่ตรงกับรายการย่อย โปรดขอแฟ้มที่แก้ไขจากผู้ส่ง")
        }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "0x" + (digits.count == 1 ? "0" : "") + digits
    }
}
