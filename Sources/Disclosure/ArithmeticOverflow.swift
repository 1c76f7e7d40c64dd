/// A number left the range in which it would be exact; nothing is said about the cell then.
struct ArithmeticOverflow: Error {}

extension FixedWidthInteger {
    func adding(_ other: Self) throws(ArithmeticOverflow) -> Self {
        let (sum, overflows) = addingReportingOverflow(other)
        if overflows { throw ArithmeticOverflow() }
        return sum
    }

    func multiplied(by other: Self) throws(ArithmeticOverflow) -> Self {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        if overflows { throw ArithmeticOverflow() }
        return product
    }
}

/// Returns the greatest common divisor of two numbers, of which the first is positive.
func greatestCommonDivisor<Number: FixedWidthInteger>(_ first: Number, _ second: Number) -> Number {
    var (first, second) = (first, second < 0 ? 0 - second : second)
    while second != 0 { (first, second) = (second, first % second) }
    return first
}
