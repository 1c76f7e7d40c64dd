internal import Definitions
internal import Records

/// Looks up the member that each row names, as of the day of the row's event.
struct MemberReader {
    /// What the spellings of a row stand for, as far as it does not depend on the day.
    private enum Spelled {
        /// The key of a member, by its number in the look-up.
        case entry(Int)
        /// Nothing is written, or nothing is meant by what is written.
        case nothing
        case unknown
    }

    private let index: MemberIndex
    private let notFound: ColumnMapping.NotFound
    private let map: ValueMap?
    /// The forms of the parts of a key, in their order; a key that nobody has must have them.
    private let patterns: [ValuePattern]
    /// The key that every row has, instead of source columns.
    private let constant: String?
    /// The columns of the batch that hold the parts of the key.
    private let sources: [Int]
    /// Mapped spellings that were met before, part behind part, and what the last part of each stands for.
    private var spellings = ByteKeyTable()
    private var meanings: [Int32] = []

    /// A feed that maps spellings has few of them; when they are more, they are forgotten and learnt again.
    private static let mostSpellings = 4096
    private static let noMeaning: Int32 = -1
    private static let meansNothing: Int32 = -2

    init(
        _ index: MemberIndex, _ notFound: ColumnMapping.NotFound, _ mapping: ColumnMapping,
        _ patterns: [ValuePattern] = [], sources: [Int]
    ) {
        self.patterns = patterns
        self.index = index
        self.notFound = notFound
        self.sources = sources
        map = ValueMap(mapping.map)
        constant = sources.isEmpty ? mapping.value?.value : nil
    }

    /// Puts the key of a member for every row into a column.
    ///
    /// - Parameters:
    ///   - days: the day of each row's event.
    ///   - accepted: the rows that nothing has refused so far; the others must not leave a member behind.
    ///   - absent: the key of a row that names no member.
    ///   - isRequired: whether that is a reject.
    mutating func read(
        _ batch: RecordBatch, _ days: [Int32], accepted: [Bool], absent: Int32,
        isRequired: Bool, into column: inout TypedColumn, _ problems: inout [CellProblem]
    ) throws {
        var numbers = column.numbers.mutableSpan
        var lookup = index.lookup
        let days = days.span
        let bytes = batch.bytes.span
        let ends = batch.ends.span
        for row in numbers.indices {
            let entry: Int
            switch spelled(bytes, ends, batch.width, row, lookup) {
            case .entry(let known): entry = known
            case .unknown: entry = folded(row, batch, lookup)
            case .nothing:
                numbers[row] = Int64(absent)
                if isRequired, notFound != .missing { problems.append(CellProblem(row: row, reject: .required)) }
                continue
            }
            switch entry < 0 ? .none : lookup.version(of: entry, on: days[row]) {
            case .member(let member): numbers[row] = Int64(member)
            case .ambiguous:
                problems.append(CellProblem(row: row, reject: .ambiguousMember(dimension: index.dimension)))
                numbers[row] = Int64(MemberIndex.missing)
            case .none:
                var member = MemberIndex.missing
                if entry < 0, let problem = problem(of: row, batch) {
                    problems.append(CellProblem(row: row, reject: problem))
                } else if notFound == .reject {
                    problems.append(
                        CellProblem(
                            row: row, reject: .unknownMember(dimension: index.dimension),
                            sought: memberMark(index.dimension, parts(of: row, batch))))
                } else if notFound == .infer, accepted[row] {
                    // Given back first, so that the index does not copy all it knows to add one member.
                    lookup = MemberLookup()
                    member = try index.infer(
                        parts(of: row, batch).map { String(decoding: $0, as: UTF8.self) }, on: days[row])
                    lookup = index.lookup
                }
                numbers[row] = Int64(member)
            }
        }
    }

    /// What is written in a row.
    @inline(__always)
    private mutating func spelled(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ width: Int, _ row: Int, _ lookup: MemberLookup
    ) -> Spelled {
        if map != nil {
            let place = Self.find(bytes, ends, width, row, sources, in: spellings)
            let meaning = place < 0 ? Self.noMeaning : meanings[place]
            if meaning >= 0 { return .entry(Int(meaning)) }
            return meaning == Self.meansNothing ? .nothing : learn(bytes, ends, width, row, lookup)
        }
        if let constant { return Self.spelled([Array(constant.utf8)], lookup) }
        var length = 0
        for source in sources { length += CellPlace(width: width, field: source).range(row, ends).count }
        guard length > 0 else { return .nothing }
        let entry = Self.find(bytes, ends, width, row, sources, in: lookup.keys)
        return entry < 0 ? .unknown : .entry(entry)
    }

    /// The number of a row's spellings in a table, negative when they are not there.
    @inline(__always)
    private static func find(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ width: Int, _ row: Int, _ sources: [Int],
        in table: ByteKeyTable
    ) -> Int {
        var entry = -1
        for source in sources {
            let range = CellPlace(width: width, field: source).range(row, ends)
            guard let next = table.find(bytes.extracting(range), behind: entry) else { return -1 }
            entry = next
        }
        return entry
    }

    /// Finds out what spellings mean that were not met before.
    private mutating func learn(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ width: Int, _ row: Int, _ lookup: MemberLookup
    ) -> Spelled {
        var parts: [[UInt8]] = []
        for source in sources {
            var part: [UInt8] = []
            map?.append(bytes.extracting(CellPlace(width: width, field: source).range(row, ends)), to: &part)
            parts.append(part)
        }
        let spelled = Self.spelled(parts, lookup)
        let meaning: Int32
        switch spelled {
        case .entry(let entry): meaning = Int32(truncatingIfNeeded: entry)
        case .nothing: meaning = Self.meansNothing
        // It may be inferred for this very row.
        case .unknown: return spelled
        }
        if spellings.count > Self.mostSpellings {
            spellings.removeAll()
            meanings.removeAll(keepingCapacity: true)
        }
        var place = -1
        for source in sources {
            let range = CellPlace(width: width, field: source).range(row, ends)
            place = spellings.insert(bytes.extracting(range), behind: place)
        }
        meanings += repeatElement(Self.noMeaning, count: spellings.count - meanings.count)
        meanings[place] = meaning
        return spelled
    }

    private static func spelled(_ parts: [[UInt8]], _ lookup: MemberLookup) -> Spelled {
        guard parts.contains(where: { !$0.isEmpty }) else { return .nothing }
        var entry = -1
        for part in parts {
            guard let next = lookup.keys.find(part.span, behind: entry) else { return .unknown }
            entry = next
        }
        return .entry(entry)
    }

    /// Looks a key up that was not found as it is written, its Thai digits taken for others.
    ///
    /// - Returns: the number of the key, negative when nobody has it.
    private func folded(_ row: Int, _ batch: RecordBatch, _ lookup: MemberLookup) -> Int {
        guard map != nil || sources.contains(where: { ThaiDigits.stand(in: batch.bytes.span, batch.range(row, $0)) }),
            case .entry(let entry) = Self.spelled(parts(of: row, batch), lookup)
        else { return -1 }
        return entry
    }

    /// Says what is wrong with the form of a key.
    private func problem(of row: Int, _ batch: RecordBatch) -> CellReject? {
        guard !patterns.isEmpty else { return nil }
        for (part, pattern) in zip(parts(of: row, batch), patterns) {
            if let problem = pattern.problem(part) { return problem }
        }
        return nil
    }

    /// The parts of a row's key, as a member that is inferred gets them.
    private func parts(of row: Int, _ batch: RecordBatch) -> [[UInt8]] {
        if let constant { return [Array(constant.utf8)] }
        return sources.map { source in
            var part: [UInt8] = []
            let value = batch.bytes.span.extracting(batch.range(row, source))
            if let map {
                map.append(value, to: &part)
            } else {
                for index in value.indices { part.append(value[index]) }
            }
            return ThaiDigits.folded(part.span, part.indices)
        }
    }
}
