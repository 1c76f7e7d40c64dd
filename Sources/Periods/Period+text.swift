extension Period {
    /// Parses a period key or a range of two: `2024`, `2567`, `FY2567`, `2024-Q3`, `FY2024-Q1`, `2567-06`, `2024-06-30`,
    /// `2020..2024`.
    ///
    /// Years of 2400 and above are Buddhist Era. Returns nil for anything else, years of neither era included.
    package init?(_ text: String, fiscal: FiscalCalendar = .october) {
        if let dots = text.firstRange(of: "..") {
            guard let first = Period(key: text[..<dots.lowerBound], fiscal),
                let last = Period(key: text[dots.upperBound...], fiscal),
                let range = Period(from: first, through: last)
            else { return nil }
            self = range
        } else {
            guard let period = Period(key: text[...], fiscal) else { return nil }
            self = period
        }
    }

    private init?(key: Substring, _ fiscal: FiscalCalendar) {
        let isFiscal = key.hasPrefix("FY")
        let parts = (isFiscal ? key.dropFirst(2) : key).split(
            separator: "-", omittingEmptySubsequences: false)
        guard let yearText = parts.first, let written = Self.number(yearText, digits: 4),
            let year = BuddhistEra.ceYear(written: written)
        else { return nil }
        switch (parts.count, isFiscal) {
        case (1, false): self = .year(year)
        case (1, true): self = .fiscalYear(year, fiscal: fiscal)
        case (2, _) where parts[1].hasPrefix("Q"):
            guard let quarter = Self.number(parts[1].dropFirst(), digits: 1), (1...4).contains(quarter) else {
                return nil
            }
            self = isFiscal ? .fiscalQuarter(quarter, of: year, fiscal: fiscal) : .quarter(quarter, of: year)
        case (2, false):
            guard let month = Self.number(parts[1], digits: 2), (1...12).contains(month) else { return nil }
            self = .month(month, of: year)
        case (3, false):
            guard let month = Self.number(parts[1], digits: 2), let day = Self.number(parts[2], digits: 2),
                let date = CivilDate(year: year, month: month, day: day)
            else { return nil }
            self = .day(date)
        default: return nil
        }
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }

    /// The canonical key, always CE: `2024`, `FY2024`, `2024-Q3`, `2024-06`, `2020..2024`.
    package var key: String {
        let keys = keys
        guard let first = keys.first, let last = keys.last, length > 1 else { return singleKey }
        return "\(first.singleKey)..\(last.singleKey)"
    }

    private var singleKey: String {
        switch grain {
        case .year: padded(ordinal, to: 4)
        case .fiscalYear: "FY\(padded(ordinal, to: 4))"
        case .quarter: "\(padded(year, to: 4))-Q\(ordinal % 4 + 1)"
        case .fiscalQuarter: "FY\(padded(year, to: 4))-Q\(ordinal % 4 + 1)"
        case .month: "\(padded(year, to: 4))-\(padded(ordinal % 12 + 1, to: 2))"
        case .day: start.description
        }
    }
}

extension Period: CustomStringConvertible {
    package var description: String { key }
}
