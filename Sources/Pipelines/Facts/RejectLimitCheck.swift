internal import Definitions
internal import Warehouse

/// Decides whether a delivery has more rejects than its pipeline allows, in rows, in their share and in money.
struct RejectLimitCheck {
    private let limit: PipelineDefinition.RejectLimit?

    init(_ pipeline: PipelineDefinition) { limit = pipeline.rejects }

    /// Says why the delivery is refused, nil when it is not.
    func reason(to intake: DeliveryIntake) -> String? {
        reason(read: intake.readRows, rejected: intake.rejectedRows, totals: intake.controlTotals)
    }

    func reason(read: Int, rejected: Int, totals: [DeliveryRecord.ControlTotal]) -> String? {
        guard let limit else { return nil }
        for bound in limit.bounds {
            if let reason = rowReason(bound, limit.minimumRows, read: read, rejected: rejected) { return reason }
        }
        for money in limit.money {
            if let total = totals.first(where: { $0.measure == money.measure.value }),
                let reason = moneyReason(money.bound, total)
            {
                return reason
            }
        }
        return nil
    }

    private func rowReason(
        _ bound: PipelineDefinition.RejectLimit.Bound, _ minimumRows: Int, read: Int, rejected: Int
    ) -> String? {
        switch bound {
        case .rows(let most):
            guard rejected > most else { return nil }
            return "\(rejected) rows rejected, at most \(most) allowed"
        case .share(let basisPoints):
            guard read >= minimumRows, rejected * 10_000 > read * basisPoints else { return nil }
            let share = decimalText(Int64(rejected * 10_000 / max(read, 1)), scale: 2)
            return
                "\(rejected) of \(read) rows rejected (\(share) %), at most \(decimalText(Int64(basisPoints), scale: 2)) % allowed"
        }
    }

    private func moneyReason(
        _ bound: PipelineDefinition.RejectLimit.MoneyBound, _ total: DeliveryRecord.ControlTotal
    ) -> String? {
        let rejected = decimalText(total.rejected, scale: total.scale)
        switch bound {
        case .amount(let text):
            guard let most = scaledDecimal(text, scale: total.scale), Int128(total.rejected.magnitude) > most
            else { return nil }
            return "rows with \(rejected) of `\(total.measure)` rejected, at most \(text) allowed"
        case .share(let basisPoints):
            guard Int128(total.rejected.magnitude) * 10_000 > Int128(total.read.magnitude) * Int128(basisPoints) else {
                return nil
            }
            return
                "rows with \(rejected) of \(decimalText(total.read, scale: total.scale)) of `\(total.measure)` rejected, at most \(decimalText(Int64(basisPoints), scale: 2)) % allowed"
        }
    }
}

/// Reads a decimal text, such as `1,250.50`, as a whole number of its last place.
///
/// - Returns: nil when it is no number or has more decimals that count than the scale.
func scaledDecimal(_ text: String, scale: Int) -> Int128? {
    let plain = text.filter { $0 != "," && $0 != " " }
    let isNegative = plain.hasPrefix("-")
    let parts = plain.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    var decimals = parts.count == 2 ? String(parts[1]) : ""
    while decimals.utf8.count > scale, decimals.hasSuffix("0") { decimals.removeLast() }
    guard decimals.utf8.count <= scale, !parts[0].isEmpty || !decimals.isEmpty else { return nil }
    decimals += String(repeating: "0", count: scale - decimals.utf8.count)
    guard let value = Int128(parts[0] + decimals) else { return nil }
    return isNegative ? -value : value
}
