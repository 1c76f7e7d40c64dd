/// Values of databases as texts, written digit by digit into a batch.
extension [UInt8] {
    /// Appends a whole number.
    @inline(__always)
    mutating func appendDecimal(_ number: Int64) {
        var rest = number.magnitude
        if number < 0 { append(UInt8(ascii: "-")) }
        if rest < 10 { return append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest)) }
        let start = count
        while rest > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
            rest = quotient
        }
        self[start...].reverse()
    }

    /// Appends a number that is not negative in so many digits.
    @inline(__always)
    mutating func appendDigits(_ number: Int, _ digits: Int) {
        let start = count
        for _ in 0..<digits { append(UInt8(ascii: "0")) }
        var rest = number
        var place = start + digits
        while place > start {
            place -= 1
            self[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Appends a day of the Gregorian calendar as `yyyy-MM-dd`; years outside 0001…9999 have more digits or a sign.
    mutating func appendDay(daysSince2000 days: Int64) {
        // Days in eras of 400 years that begin in March, so that the leap day is the last one (H. Hinnant,
        // "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
        let shifted = days + 730_425
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        if (0...9999).contains(year) { appendDigits(Int(year), 4) } else { appendDecimal(year) }
        append(UInt8(ascii: "-"))
        appendDigits(Int(month), 2)
        append(UInt8(ascii: "-"))
        appendDigits(Int(day), 2)
    }

    /// Appends a moment as `yyyy-MM-dd HH:mm:ss`; what is below a second is cut off.
    mutating func appendMoment(microsecondsSince2000 microseconds: Int64) {
        let perDay: Int64 = 86_400_000_000
        var (days, rest) = microseconds.quotientAndRemainder(dividingBy: perDay)
        if rest < 0 { (days, rest) = (days - 1, rest + perDay) }
        appendDay(daysSince2000: days)
        let second = Int(rest / 1_000_000)
        append(UInt8(ascii: " "))
        appendDigits(second / 3600, 2)
        append(UInt8(ascii: ":"))
        appendDigits(second / 60 % 60, 2)
        append(UInt8(ascii: ":"))
        appendDigits(second % 60, 2)
    }

    /// Appends the sixteen bytes of a UUID as RFC 9562 writes them.
    mutating func appendIdentifier(_ value: borrowing Span<UInt8>) {
        func digit(_ value: UInt8) -> UInt8 {
            value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
        }
        for index in 0..<value.count {
            if index == 4 || index == 6 || index == 8 || index == 10 { append(UInt8(ascii: "-")) }
            append(digit(value[index] >> 4))
            append(digit(value[index] & 15))
        }
    }
}
