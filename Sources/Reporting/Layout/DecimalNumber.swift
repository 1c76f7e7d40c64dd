/// A decimal that is already rounded as it will be shown: `units` / 10^`decimals`.
package struct DecimalNumber: Hashable, Sendable, CustomStringConvertible {
    package var units: Int128
    package var decimals: Int

    package init(units: Int128, decimals: Int) {
        precondition(decimals >= 0, "a decimal has no negative number of decimals")
        self.units = units
        self.decimals = decimals
    }

    package init(_ integer: some BinaryInteger) {
        self.init(units: Int128(integer), decimals: 0)
    }

    /// The same digits with the point moved to the left, such as 89.46 by 2 is 0.8946.
    package func shifted(by places: Int) -> DecimalNumber {
        DecimalNumber(units: units, decimals: decimals + places)
    }

    /// The number with more decimals, its value unchanged.
    package func widened(to places: Int) -> DecimalNumber {
        var wide = self
        while wide.decimals < places {
            wide.units *= 10
            wide.decimals += 1
        }
        return wide
    }

    /// Plain digits, such as `-0.05`, as a cell or another program reads them.
    package var description: String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = units < 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    package static func + (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        let places = max(left.decimals, right.decimals)
        return DecimalNumber(
            units: left.widened(to: places).units + right.widened(to: places).units, decimals: places)
    }

    /// Tells whether two decimals are the same number, however many decimals each shows.
    package func equals(_ other: DecimalNumber) -> Bool {
        let places = max(decimals, other.decimals)
        return widened(to: places).units == other.widened(to: places).units
    }
}
