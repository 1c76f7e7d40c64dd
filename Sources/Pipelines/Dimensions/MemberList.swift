internal import Definitions
internal import Periods
internal import Warehouse

/// A delivery that is the list of all members: of which day it speaks, and what it says by leaving members out.
struct MemberList {
    private let day: Int32
    /// What the dimension is told; nil when nobody can be closed by it.
    let members: MemberLoad.List?
    /// Why it cannot be used at all.
    private(set) var problem: String?
    private(set) var notes: [String] = []

    init(_ full: FullList, of found: FoundDelivery, _ reader: DimensionReader, today: Int32) {
        var day = today
        switch full.day {
        case .stated:
            if let covered = found.covered?.first {
                day = CivilDate(covered.from)?.daysSinceEpoch ?? today
                if CivilDate(covered.until)?.daysSinceEpoch != day + 1 {
                    problem = "a list of all members speaks for one day, and this one states \(covered.text)"
                }
            }
        case .rows:
            let days = Set(reader.rows.map(\.validFrom))
            if days.count == 1, case .some(.some(let only)) = days.first {
                day = only
            } else {
                problem =
                    "its rows state \(days.count) different days as `valid_from`; `full: { day: valid_from }` asks for the same one in all of them"
            }
        }
        self.day = day
        // Whoever is meant by a row that cannot be read may be any of the members that seem to be missing.
        guard reader.nameless == 0 else {
            members = nil
            notes.append(
                "no member was ended, since refused rows do not tell which members they mean: \(reader.nameless)")
            return
        }
        members = MemberLoad.List(day: day, refused: reader.refusedKeys)
    }

    /// Why it is held back: a list that is cut off would close members that are still there.
    func objection(to changes: MemberChanges) -> String? {
        guard 2 * changes.vanished > changes.membersBefore else { return nil }
        return
            "it does not name \(changes.vanished) of the \(changes.membersBefore) members that were there on \(dayText), and would close them; if that is right, run again with --accept"
    }

    func note(closed: Int) -> String { "members that it does not name, and that end on \(dayText): \(closed)" }

    private var dayText: String { CivilDate(daysSinceEpoch: day).description }
}
