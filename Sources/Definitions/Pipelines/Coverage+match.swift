extension Coverage {
    /// A way to read the beginning of a name.
    private struct Reading: Hashable {
        var position = 0
        var numbers: [Placeholder: Int] = [:]
        var part: String?
    }

    /// Reads what the name of a delivery says that the delivery speaks for.
    ///
    /// The folder and the endings `.gz` and `.amend` are no part of the name.
    ///
    /// - Returns: nil when the name does not fit, names a day that does not exist, or can be read in two ways.
    package func match(fileName: String) -> CoveredSpan? {
        let name = Array(DeliveryName(fileName).plain)
        var readings: Set = [Reading()]
        for element in elements {
            var next: Set<Reading> = []
            for reading in readings { advance(reading, over: element, in: name, into: &next) }
            readings = next
        }
        let spans = Set(readings.filter { $0.position == name.count }.compactMap(span))
        return spans.count == 1 ? spans.first : nil
    }

    private func advance(
        _ reading: Reading, over element: Element, in name: [Character], into next: inout Set<Reading>
    ) {
        var reading = reading
        let start = reading.position
        switch element {
        case .literal(let character):
            guard start < name.count, name[start] == character else { return }
            reading.position += 1
            next.insert(reading)
        case .anything:
            for end in start...name.count {
                reading.position = end
                next.insert(reading)
            }
        case .placeholder(.part):
            for end in start..<name.count {
                reading.position = end + 1
                reading.part = String(name[start...end])
                next.insert(reading)
            }
        case .placeholder(let placeholder):
            let digits = placeholder.digits
            guard start + digits <= name.count, let number = Self.number(name[start..<start + digits]) else { return }
            reading.position += digits
            reading.numbers[placeholder] = number
            next.insert(reading)
        }
    }

    private static func number(_ digits: ArraySlice<Character>) -> Int? {
        digits.allSatisfy { ("0"..."9").contains($0) } ? Int(String(digits)) : nil
    }

    /// The period of a reading; nil when there is none such.
    private func span(_ reading: Reading) -> CoveredSpan? {
        guard let written = reading.numbers[.year], let year = year(written) else { return nil }
        let months = reading.numbers[.quarter].map { ($0 - 1) * 3 + 1 }
        guard
            let from = DayStamp(
                year: year, month: reading.numbers[.month] ?? months ?? 1, day: reading.numbers[.day] ?? 1)
        else { return nil }
        let until =
            switch grain {
            case .day: from.nextDay
            case .month: from.firstOfMonth(after: 1)
            case .quarter: from.firstOfMonth(after: 3)
            case .year: from.firstOfMonth(after: 12)
            }
        return until.map { CoveredSpan(from: from.description, until: $0.description, part: reading.part) }
    }

    /// A written year as one of the Gregorian calendar; nil when it is nobody's year, such as one of the other era.
    private func year(_ written: Int) -> Int? {
        switch calendar {
        case .gregorian: (1900...2150).contains(written) ? written : nil
        case .buddhist: (2400...2650).contains(written) ? written - 543 : nil
        }
    }
}

extension Coverage.Placeholder {
    /// How many digits stand for the placeholder.
    fileprivate var digits: Int {
        switch self {
        case .year: 4
        case .month, .day: 2
        case .quarter: 1
        case .part: 0
        }
    }
}
