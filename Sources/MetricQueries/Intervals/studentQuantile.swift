internal import Foundation

/// Finds the t between whose negative and itself a share of Student's distribution lies.
///
/// Up to a thousand degrees of freedom the distribution is a finite sum (Abramowitz and Stegun 26.7.3 and 26.7.4), which
/// Newton's steps invert; beyond them Fisher's expansion around the normal quantile leaves less than 1e-13.
///
/// - Parameters:
///   - level: between 0 and 1, neither included.
///   - degrees: 1 or more.
func studentQuantile(twoSided level: Double, degrees: Int64) -> Double {
    precondition(level > 0 && level < 1 && degrees > 0, "a quantile is asked of a share and of degrees of freedom")
    return degrees > 1000
        ? expandedQuantile(normalQuantile((1 + level) / 2), Double(degrees)) : summedQuantile(level, Int(degrees))
}

/// t = √ν tan θ, where the sum over θ reaches the level.
private func summedQuantile(_ level: Double, _ degrees: Int) -> Double {
    var angle = 0.0
    let slope = centralShare(0, degrees).slope
    for _ in 0..<1000 {
        // The slope at θ is the one at 0 times cos^(ν−1) θ: the sum is concave, and no step overshoots.
        let step = (level - centralShare(angle, degrees).share) / (slope * pow(cos(angle), Double(degrees - 1)))
        angle += step
        if abs(step) <= 1e-16 * angle { break }
    }
    return Double(degrees).squareRoot() * tan(angle)
}

/// The share between −t and t for t = √ν tan θ, and the sum of its coefficients, which is its slope where θ is 0.
private func centralShare(_ angle: Double, _ degrees: Int) -> (share: Double, slope: Double) {
    let (sine, cosine) = (sin(angle), cos(angle))
    let isOdd = !degrees.isMultiple(of: 2)
    var term = isOdd ? cosine : 1.0
    var coefficient = 1.0
    var (sum, coefficients) = (0.0, 0.0)
    // Odd: cos θ, 2/3 cos³ θ, 2·4/3·5 cos⁵ θ …; even: 1, 1/2 cos² θ, 1·3/2·4 cos⁴ θ …
    var power = isOdd ? 1 : 0
    while power <= degrees - 2 {
        sum += term
        coefficients += coefficient
        let ratio = Double(power + 1) / Double(power + 2)
        term *= ratio * cosine * cosine
        coefficient *= ratio
        power += 2
    }
    guard isOdd else { return (sine * sum, coefficients) }
    return (2 / Double.pi * (angle + sine * sum), 2 / Double.pi * (1 + coefficients))
}

/// Fisher's expansion of Student's quantile in powers of 1/ν (Abramowitz and Stegun 26.7.5).
private func expandedQuantile(_ z: Double, _ degrees: Double) -> Double {
    let square = z * z
    let first = z * (square + 1) / 4
    let second = z * ((5 * square + 16) * square + 3) / 96
    let third = z * (((3 * square + 19) * square + 17) * square - 15) / 384
    let fourth = z * ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160
    return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees
}
