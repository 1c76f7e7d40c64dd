internal import Definitions
internal import Periods
internal import Postgres

/// The members of one root of a fact, told apart by nothing but what cells ask of them, and the classes that each
/// condition leaves.
///
/// A root is a role or one of the fact's own columns: what attribute paths begin at. Classes are numbered from zero.
struct RootClasses {
    private(set) var count = 0
    private var members: [String: [Language: [MemberName: [Int32]]]] = [:]
    private var filters: [CellCondition: [Int32]] = [:]
    /// The English name of each class, or its only one, by path.
    private var neutral: [String: [MemberName]] = [:]

    /// Reads the classes of a role.
    init(
        _ result: borrowing ResultTable, paths: [String], keyCounts: [Int], conditions: [CellCondition]
    ) {
        count = result.rowCount
        for condition in conditions { filters[condition] = [] }
        for path in paths { members[path] = [:] }
        for row in 0..<result.rowCount {
            let number = Int32(row)
            var column = 0
            for (path, keyCount) in zip(paths, keyCounts) {
                let keys = (0..<keyCount).map { result.text(row, column + 2 + $0) }
                let english = MemberName(text: result.text(row, column), keys: keys)
                members[path, default: [:]][.english, default: [:]][english, default: []].append(number)
                members[path, default: [:]][.thai, default: [:]][
                    MemberName(text: result.text(row, column + 1), keys: keys), default: []
                ].append(number)
                neutral[path, default: []].append(english)
                column += 2 + keyCount
            }
            for condition in conditions {
                if result.bool(row, column) == true { filters[condition, default: []].append(number) }
                column += 1
            }
        }
    }

    /// Works out the classes of one of the fact's own columns from what is asked of it; no row has to be read.
    init(_ column: OwnColumnClasses, conditions: [CellCondition]) {
        count = column.count
        for condition in conditions { filters[condition] = column.classes(of: condition) }
    }

    /// The classes that fulfil a condition, in order; nil for one that was not asked about.
    func classes(of condition: CellCondition) -> [Int32]? {
        guard case .member(let path, let name, let keys) = condition, let known = members[path] else {
            return filters[condition]
        }
        if let exact = known[.english]?[MemberName(text: name, keys: keys)] { return exact }
        // A member that is called otherwise now is still the one that has the key.
        guard !keys.isEmpty else { return [] }
        return (known[.english] ?? [:]).filter { $0.key.keys == keys }.values.flatMap { $0 }.sorted()
    }

    /// The condition that a row of an answer fulfils, in words that hold in every language.
    func condition(_ path: String, _ name: MemberName, _ language: Language) -> CellCondition {
        let first = members[path]?[language]?[name]?.first
        let english = first.flatMap { neutral[path]?[Int($0)] } ?? name
        return .member(path: path, name: english.text, keys: name.keys)
    }

    /// The classes of a member as an answer calls it; nil for one that is not there.
    func classes(_ path: String, _ name: MemberName, _ language: Language) -> [Int32]? {
        guard let known = members[path] else {
            return classes(of: .member(path: path, name: name.text, keys: name.keys))
        }
        return known[language]?[name]
    }
}
