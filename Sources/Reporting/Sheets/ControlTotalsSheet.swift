internal import Definitions
internal import Periods

/// Lays out the control totals of the deliveries that a report stands on.
struct ControlTotalsSheet {
    let project: Project
    let deliveries: [UsedDelivery]
    let language: Language
    /// The places of the deliveries of which it is not shown what they brought.
    var hidden: Set<Int> = []

    /// One row per delivery and thing counted, so that each number has a column of its own kind.
    func document(subtitle: String) -> SheetDocument {
        let phrases = Phrases(language)
        let columns = [
            ColumnDocument(header: phrases.feed, wraps: false),
            ColumnDocument(header: phrases.file, widthLimit: 48, wraps: false),
            ColumnDocument(header: phrases.delivery, wraps: false), ColumnDocument(header: phrases.from),
            ColumnDocument(header: phrases.to), ColumnDocument(header: phrases.measured),
            ColumnDocument(header: phrases.read), ColumnDocument(header: phrases.loaded),
            ColumnDocument(header: phrases.rejected), ColumnDocument(header: phrases.duplicate),
            ColumnDocument(header: phrases.difference),
        ]
        let lines = deliveries.enumerated().flatMap { rows(of: $1, isHidden: hidden.contains($0)) }
        return SheetDocument(
            key: "control_totals", name: phrases.controlTotals, kind: .control,
            title: phrases.controlTotalsTitle,
            subtitle: subtitle,
            introduction: [phrases.controlTotalsIntroduction] + (hidden.isEmpty ? [] : [phrases.controlTotalsHidden]),
            table: TableDocument(columns: columns, rows: lines))
    }

    private func rows(of delivery: UsedDelivery, isHidden: Bool) -> [[LayoutCell]] {
        // The folder is the feed's, so the name alone is enough to find the file.
        let fileName = delivery.source.split(separator: "/").last.map(String.init) ?? delivery.source
        return delivery.balances.map { balance in
            let numbers = [balance.read, balance.loaded, balance.rejected, balance.duplicate].map {
                DecimalNumber($0)
            }
            var cells = numbers.map { $0.map(LayoutCell.number) ?? .absent(.notAvailable) }
            // What was loaded, and what was read, from which it would follow.
            if isHidden { cells.replaceSubrange(0..<2, with: [.absent(.confidential), .absent(.confidential)]) }
            return [
                .text(delivery.pipeline), .text(fileName), .text(String(delivery.sha256.prefix(8))),
                day(delivery.firstDay), day(delivery.lastDay), .text(measured(balance, in: delivery)),
            ] + cells + [difference(numbers)]
        }
    }

    /// Read less all that became of it: zero, or the delivery would not have been published.
    private func difference(_ numbers: [DecimalNumber?]) -> LayoutCell {
        let known = numbers.compactMap { $0 }
        guard known.count == 4 else { return .absent(.notAvailable) }
        let accounted = known[1] + known[2] + known[3]
        return .number(known[0] + DecimalNumber(units: -accounted.units, decimals: accounted.decimals))
    }

    private func day(_ date: CivilDate?) -> LayoutCell {
        date.map(LayoutCell.date) ?? .absent(.notApplicable)
    }

    private func measured(_ balance: UsedDelivery.Balance, in delivery: UsedDelivery) -> String {
        guard let measure = balance.measure else { return Phrases(language).rows }
        let fact = (project.pipelines[delivery.pipeline]?.load.value).flatMap { project.facts[$0] }
        guard let unit = fact?.measure(measure)?.unit.value else { return measure }
        return project.settings.units[unit]?[language] ?? unit
    }
}
