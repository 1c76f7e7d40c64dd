internal import Definitions
internal import Disclosure
internal import Periods
internal import Postgres

/// The cells of one fact: which rows each holds, how many they are, and how they add up to each other.
final class FactCells {
    /// A cell, or a sum that follows from cells.
    struct Variable {
        let box: CellBox
        /// One per quantity, nil where it is not known.
        var counts: [Int64?]
        var standing: ControlledCell.Standing
        var isProtected = false
        var reluctance = 0
        /// What it is in words that hold in every run, in each of the ways that tables ask for it; none of what is shown nowhere.
        var conditions: [[CellCondition]] = []
        /// What an earlier report called it.
        var earlier: [CellCondition]?
    }

    let fact: FactDefinition
    let quantities: [CellQuantity]
    let minimums: [Int64]
    private(set) var variables: [Variable] = []
    /// How the cells add up.
    private(set) var relations: [CountRelation] = []
    private var numbers: [CellBox: Int] = [:]
    private var knownRelations: Set<[Int]> = []
    private var knownListings: Set<Listing> = []
    private var rests: [[Int]: Int] = [:]

    private let rootNumbers: [String: Int]
    private let classes: [RootClasses]
    private var sets = ClassSets()
    private var conditionSets: [CellCondition: Int?] = [:]
    private var memberSides: [MemberSide: (condition: CellCondition, set: Int?)] = [:]
    /// The roots whose conditions are days.
    private(set) var dayRoots: Set<Int> = []
    /// What tables list: whoever is in none of the details has nothing.
    private(set) var listings: [Listing] = []
    let stocks: [String]
    private let content: ContentClasses
    private let moments: [String]
    /// By cell: what the ledger has of it.
    var remembered: [Int: Set<StoredText>] = [:]

    struct Listing: Hashable {
        let base: CellBox
        let details: [Int]
    }

    private struct MemberSide: Hashable {
        let path: String
        let name: MemberName
        let language: Language
    }

    init(
        _ fact: FactDefinition, quantities: [CellQuantity], minimums: [Int64], roots: [String], classes: [RootClasses],
        stocks: [String], history: ContentHistory
    ) {
        self.fact = fact
        self.quantities = quantities
        self.minimums = minimums
        let numbers = Dictionary(uniqueKeysWithValues: roots.enumerated().map { ($0.element, $0.offset) })
        rootNumbers = numbers
        self.classes = classes
        self.stocks = stocks
        moments = history.moments
        // Slices are cut by the day of the event, but for odd ones.
        let root = history.conditions.filter { $0.span != nil }.map(\.root).min() ?? fact.event.value
        content = ContentClasses(history, root: numbers[root] ?? 0, sizes: classes.map(\.count)) { condition in
            numbers[condition.root].flatMap { root in classes[root].classes(of: condition).map { (root, $0) } }
        }
    }

    /// When the ledger last changed what is published of the fact.
    var moment: String { moments.last ?? "" }

    /// The root whose classes are told apart by when their rows were published.
    var contentRoot: Int { content.root }

    /// What nobody has anything in, as everybody knows.
    var voids: [ContentClasses.Void] { content.voids }

    // MARK: Boxes

    /// Which rows count: all of them, or those of the last day, which stocks are made of.
    func space(of metric: MetricDefinition.Simple) -> Int {
        guard metric.aggregation == .last, let of = metric.of?.value else { return 0 }
        return (stocks.firstIndex(of: of) ?? 0) + 1
    }

    func classSet(_ number: Int) -> [Int32] { sets.sets[number] }

    func isSubset(_ set: Int, of other: Int, root: Int) -> Bool { sets.intersection(set, other, root: root) == set }

    /// Whether a set holds every class of its root, so that it restricts nothing.
    private func isWhole(_ set: Int, root: Int) -> Bool { sets.sets[set].count == classCount(root) }

    func classCount(_ root: Int) -> Int { root == content.root ? content.count : classes[root].count }

    func setNumber(of found: [Int32], root: Int) -> Int { sets.number(of: found, root: root) }

    private func expanded(_ found: [Int32], root: Int) -> Int {
        sets.number(of: root == content.root ? content.expand(found) : found, root: root)
    }

    func rootNumber(of condition: CellCondition) -> Int? { rootNumbers[condition.root] }

    private func set(of condition: CellCondition) -> Int? {
        if let known = conditionSets[condition] { return known }
        var set: Int?
        if let root = rootNumbers[condition.root], let found = classes[root].classes(of: condition) {
            set = expanded(found, root: root)
            if condition.span != nil { dayRoots.insert(root) }
        }
        conditionSets[condition] = .some(set)
        return set
    }

    /// What an attribute is in a row of an answer: in words that hold everywhere, and as a set of classes.
    func member(_ path: String, _ name: MemberName, _ language: Language) -> (condition: CellCondition, set: Int?) {
        let side = MemberSide(path: path, name: name, language: language)
        if let known = memberSides[side] { return known }
        var condition = CellCondition.member(path: path, name: name.text, keys: name.keys)
        var set: Int?
        if let root = rootNumbers[condition.root] {
            condition = classes[root].condition(path, name, language)
            set = classes[root].classes(path, name, language).map { expanded($0, root: root) }
        }
        memberSides[side] = (condition, set)
        return (condition, set)
    }

    /// The rows that fulfil conditions.
    ///
    /// - Parameter moment: when they were published; nil for now.
    /// - Returns: nil for a condition that the classes were not made for, and for another moment.
    func box(of conditions: [CellCondition], space: Int, at moment: String? = nil) -> CellBox? {
        guard let place = moment.map({ moments.firstIndex(of: $0) }) ?? moments.indices.last else { return nil }
        var box = CellBox(space: space)
        for condition in conditions {
            guard let root = rootNumbers[condition.root], let set = set(of: condition) else { return nil }
            box = restricted(box, root: root, to: set)
        }
        return restricted(
            box, root: content.root, to: sets.number(of: content.classes(at: place), root: content.root))
    }

    /// A box with one more restriction.
    func restricted(_ box: CellBox, root: Int, to set: Int) -> CellBox {
        let result = box.set(of: root).map { sets.intersection($0, set, root: root) } ?? set
        return box.with(isWhole(result, root: root) ? nil : result, for: root)
    }

    /// Whether no row can be in a box.
    func isEmpty(_ box: CellBox) -> Bool { box.sides.contains { sets.sets[$0.set].isEmpty } }

    // MARK: Variables

    func number(of box: CellBox) -> Int? { numbers[box] }

    /// The cell of a box; one that is not there yet is shown nowhere by itself.
    func variable(_ box: CellBox) -> Int {
        if let known = numbers[box] { return known }
        numbers[box] = variables.count
        variables.append(Variable(box: box, counts: quantities.map { _ in nil }, standing: .implied))
        return variables.count - 1
    }

    /// A cell that is shown nowhere and has no box of its own.
    func addRest() -> Int {
        variables.append(
            Variable(box: CellBox(space: -1), counts: quantities.map { _ in nil }, standing: .implied))
        return variables.count - 1
    }

    /// What a part leaves of a whole.
    func rest(of whole: Int, without part: Int) -> Int {
        if let known = rests[[whole, part]] { return known }
        let rest = addRest()
        rests[[whole, part]] = rest
        return rest
    }

    func isShownZero(_ number: Int) -> Bool {
        let counts = variables[number].counts.compactMap(\.self)
        return [.open, .known].contains(variables[number].standing) && !counts.isEmpty && counts.allSatisfy { $0 == 0 }
    }

    func update(_ number: Int, _ change: (inout Variable) -> Void) { change(&variables[number]) }

    /// Notes that a whole is the sum of its parts; once.
    ///
    /// A whole without parts has nothing.
    func relate(_ whole: Int, to parts: [Int]) {
        guard !parts.contains(whole) else { return }
        let relation = CountRelation(whole: whole, parts: parts.sorted())
        if knownRelations.insert([whole] + relation.parts).inserted { relations.append(relation) }
    }

    /// Notes which cells a table lists of a base; once.
    func list(_ details: [Int], of base: CellBox) {
        let listing = Listing(base: base, details: details.sorted())
        if knownListings.insert(listing).inserted { listings.append(listing) }
    }
}

extension CellCondition {
    /// The role or column that the condition is about.
    var root: String {
        switch self {
        case .member(let path, _, _), .filter(let path, _): String(path.prefix { $0 != "." && $0 != " " })
        case .days(let role, _, _): role
        }
    }
}
