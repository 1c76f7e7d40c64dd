internal import ODBC
internal import Records

extension ODBCRowFault {
    /// The fault as a reject of its row.
    ///
    /// - Parameter columns: the names of the columns that are read.
    func reject(columns: [String]) -> Reject {
        let place = Reject.Place(line: row, byteOffset: Int64(row), byteLength: 0)
        func reject(
            _ rejectClass: RejectClass, _ rule: String, _ detail: String?, _ english: String, _ thai: String
        ) -> Reject {
            Reject(
                place: place, columnIndex: column.map { $0 + 1 }, column: column.map { columns[$0] },
                rejectClass: rejectClass, rule: rule, detail: detail, actionEnglish: english, actionThai: thai)
        }
        switch kind {
        case .unpairedUnit(let unit):
            return reject(
                .encoding, "text in whole characters", "0x\(String(unit, radix: 16, uppercase: true)) is half of one",
                "The text holds half of a character. Correct it in the source database.",
                "ข้อความมีอักขระไม่ครบ โปรดแก้ไขในฐานข้อมูลต้นทาง")
        case .illFormedByte(let byte):
            return reject(
                .encoding, "text in UTF-8", "0x\(String(byte, radix: 16, uppercase: true)) means nothing there",
                "The text is not in UTF-8. Correct it in the source database.",
                "ข้อความไม่อยู่ในรหัสอักขระ UTF-8 โปรดแก้ไขในฐานข้อมูลต้นทาง")
        case .zeroCharacter:
            return reject(
                .encoding, "text without zero characters", nil,
                "The text holds a zero character. Correct it in the source database.",
                "ข้อความมีอักขระศูนย์ โปรดแก้ไขในฐานข้อมูลต้นทาง")
        case .tooLong(let limit):
            return reject(
                .size, "a value of at most \(limit) bytes", nil,
                "The value is too long to be loaded. Shorten it in the query.",
                "ค่ายาวเกินกว่าจะโหลดได้ โปรดตัดให้สั้นลงในคำสั่งค้นหา")
        case .longerThanDescribed(let reserved):
            return reject(
                .size, "a value as long as its column is declared", "more than \(reserved) bytes",
                "The value is longer than its column is declared. Cast it to a longer text in the query.",
                "ค่ายาวกว่าที่คอลัมน์กำหนด โปรดแปลงเป็นข้อความที่ยาวขึ้นในคำสั่งค้นหา")
        case .unreadable(let reason):
            return reject(
                .cast, "a row that the driver can give", reason,
                "The driver could not give the row. Correct its values in the source database.",
                "ไดรเวอร์อ่านแถวนี้ไม่ได้ โปรดแก้ไขค่าในฐานข้อมูลต้นทาง")
        }
    }
}
