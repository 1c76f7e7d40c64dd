internal import Foundation

/// Finds the z below which a share of the standard normal distribution lies.
///
/// Newton's steps on the error function, from the middle outwards: the upper half of the distribution is concave, so
/// no step can overshoot.
///
/// - Parameter share: between 0 and 1, neither included.
func normalQuantile(_ share: Double) -> Double {
    precondition(share > 0 && share < 1, "a quantile is asked of a share between 0 and 1")
    if share < 0.5 { return -upperQuantile(share) }
    return upperQuantile(1 - share)
}

/// The z above which a share of at most one half lies; the upper tail itself keeps its digits where 1 − share would not.
private func upperQuantile(_ share: Double) -> Double {
    var z = 0.0
    for _ in 0..<1000 {
        let tail = erfc(z / 2.0.squareRoot()) / 2
        let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
        let step = (tail - share) / density
        z += step
        if abs(step) <= 1e-15 * max(1, z) { break }
    }
    return z
}
