/// Divides a total into whole parts in proportion to weights, by largest remainder; equal remainders go to the first.
///
/// - Precondition: the weights are not negative and not all zero.
func apportion(_ total: Int, by weights: [Double]) -> [Int] {
    let sum = weights.reduce(0, +)
    let exact = weights.map { Double(total) * $0 / sum }
    var parts = exact.map { Int($0) }
    let order = parts.indices.sorted {
        let left = exact[$0] - Double(parts[$0])
        let right = exact[$1] - Double(parts[$1])
        return left == right ? $0 < $1 : left > right
    }
    for index in order.prefix(total - parts.reduce(0, +)) { parts[index] += 1 }
    return parts
}
