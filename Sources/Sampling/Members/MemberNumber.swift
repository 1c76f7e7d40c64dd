import Definitions

/// How a member's number is made: a prefix, digits that look random but are never twice the same, a check digit.
struct MemberNumber {
    let prefix: [UInt8]
    let bodyDigits: Int
    /// The weights of the digits before the check digit; empty when there is none.
    let checkWeights: [Int]
    let checkModulus: Int

    var capacity: Int { powerOfTen(bodyDigits) }

    /// Appends the number of a member.
    ///
    /// The offset, which comes from the seed, moves all numbers.
    func append(_ member: Int, offset: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: prefix)
        let scrambled = capacity.dividingFullWidth(member.multipliedFullWidth(by: stride)).remainder
        appendDigits((scrambled + offset) % capacity, width: bodyDigits, to: &bytes)
        guard !checkWeights.isEmpty else { return }
        var sum = 0
        for (index, weight) in checkWeights.enumerated() {
            sum += Int(bytes[start + index] - UInt8(ascii: "0")) * weight
        }
        bytes.append(UInt8(ascii: "0") + UInt8((checkModulus - sum % checkModulus) % 10))
    }

    /// Coprime to ten, so that the numbers of different members differ.
    private let stride: Int

    /// Reads `{ prefix: "9", digits: 13, check: { weights: […], modulus: 11 } }`.
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("number") else { return nil }
        let prefix = mapping.optionalString("prefix")
        let digits = mapping.required("digits").flatMap { $0.positiveInteger("digits") }
        var weights: [Int] = []
        var modulus = 10
        if var check = mapping.optionalMapping("check") {
            weights = (check.sequence("weights") ?? []).compactMap { $0.integer("weights") }
            modulus = check.required("modulus").flatMap { $0.positiveInteger("modulus") } ?? 10
            check.rejectUnreadKeys()
        }
        mapping.rejectUnreadKeys()
        guard let digits else { return nil }
        let body = digits - (prefix?.value.utf8.count ?? 0) - (weights.isEmpty ? 0 : 1)
        guard (1...17).contains(body), prefix?.value.utf8.allSatisfy({ (48...57).contains($0) }) ?? true,
            weights.isEmpty || weights.count == digits - 1
        else {
            node.collector.error(
                at: node.location, "the digits of the number do not add up",
                remedy:
                    "leave 1 to 17 digits beside prefix and check digit, and give one weight for each digit before it"
            )
            return nil
        }
        self.prefix = Array((prefix?.value ?? "").utf8)
        bodyDigits = body
        checkWeights = weights
        checkModulus = modulus
        stride = coprimeStride(of: powerOfTen(body))
    }
}

/// Appends a number that is not negative, with leading zeros up to a width.
func appendDigits(_ value: Int, width: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    var rest = value
    var written = 0
    repeat {
        bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
        rest /= 10
        written += 1
    } while rest > 0 || written < width
    var (low, high) = (start, bytes.count - 1)
    while low < high {
        bytes.swapAt(low, high)
        low += 1
        high -= 1
    }
}
