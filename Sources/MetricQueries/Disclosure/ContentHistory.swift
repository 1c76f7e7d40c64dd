internal import Definitions
internal import Periods
internal import Postgres

/// Which of a fact's rows came or went between the moments whose figures readers have seen.
///
/// Figures of two moments are sums of the same rows but for the slices that were published or replaced in between.
struct ContentHistory {
    /// What rows of a slice can have in common that everybody knows.
    struct Region: Hashable {
        /// Their days; nil where the slice is cut by no calendar role.
        let days: CellCondition?
        /// Whom they are of; nil for a slice that is not one part of several.
        let part: CellCondition?
    }

    /// Rows that were seen at the same moments.
    struct Content {
        /// By moment.
        let isSeen: [Bool]
        var regions: [Region]
    }

    /// Of figures that were shown before, in the order of time, and at last that of the figures that are asked for now.
    let moments: [String]
    /// What was not seen at all of the moments.
    private(set) var contents: [Content] = []
    /// Whether one feed alone brings the fact, so that nothing else has rows where one of its slices has.
    let hasOneFeed: Bool

    /// Reads the ledger.
    ///
    /// - Parameters:
    ///   - earlier: moments of figures that were shown before.
    ///   - now: that of the figures that are asked for now.
    init(
        of fact: FactDefinition, _ project: Project, earlier: Set<String>, now: String,
        on connection: borrowing Connection
    ) throws {
        moments = earlier.subtracting([now]).sorted() + [now]
        let feeds = project.pipelines.values.filter { $0.load.value == fact.name.value }
        hasOneFeed = feeds.count == 1
        guard moments.count > 1, let first = moments.min(), let last = moments.max() else { return }
        let rows = try connection.query(
            """
            with changed as (
                select s.slice_key, s.pipeline, s.slicing, s.period, s.part
                from ledger.slice s
                where s.pipeline = any(array(select json_array_elements_text($1::json)))
                  and exists (
                    select from ledger.published_history h
                    where h.slice_key = s.slice_key
                      and (h.known_from > $2::timestamptz and h.known_from <= $3::timestamptz
                           or h.known_to > $2::timestamptz and h.known_to <= $3::timestamptz)))
            select c.slice_key, c.pipeline, c.slicing, c.period, c.part, coalesce(l.made_by <> 'load', false),
                   array_to_string(array(
                       select case when h.known_from <= m.at::timestamptz and m.at::timestamptz < h.known_to then 1 else 0 end
                       from json_array_elements_text($4::json) with ordinality as m(at, place) order by m.place), ''),
                   h.version_key
            from changed c
            join ledger.published_history h on h.slice_key = c.slice_key
            left join ledger.load l on l.version_key = h.version_key
            order by c.slice_key, h.known_from
            """,
            [
                .text(try jsonText(feeds.map(\.name.value).sorted())), .text(first), .text(last),
                .text(try jsonText(moments)),
            ])
        var slice: Int64?
        var contents = SliceContents()
        var region = Region(days: nil, part: nil)
        for row in 0..<rows.rowCount {
            guard let key = rows.int64(row, 0), let seen = rows.text(row, 6)?.map({ $0 == "1" }),
                let version = rows.int64(row, 7)
            else { continue }
            if key != slice {
                for isSeen in contents.inOrder { note(isSeen, region) }
                (slice, contents) = (key, SliceContents())
                let feed = feeds.first { $0.name.value == rows.text(row, 1) && $0.slice?.rule == rows.text(row, 2) }
                region = Region(feed, period: rows.text(row, 3), part: rows.text(row, 4), fact, project)
            }
            contents.add(version, isSame: rows.bool(row, 5) == true, isSeen: seen)
        }
        for isSeen in contents.inOrder { note(isSeen, region) }
    }

    private mutating func note(_ isSeen: [Bool], _ region: Region) {
        guard isSeen.contains(true), isSeen.contains(false) else { return }
        if let index = contents.firstIndex(where: { $0.isSeen == isSeen }) {
            if !contents[index].regions.contains(region) { contents[index].regions.append(region) }
        } else {
            contents.append(Content(isSeen: isSeen, regions: [region]))
        }
    }

    /// What has to be known of days and members to tell contents apart.
    var conditions: Set<CellCondition> {
        Set(contents.flatMap(\.regions).flatMap { [$0.days, $0.part].compactMap(\.self) })
    }

    /// The moment of figures: when the ledger last changed what is published of the fact, as far as they know.
    static func moment(
        of knowledge: Knowledge, fact: FactDefinition, _ project: Project, on connection: borrowing Connection
    ) throws -> String {
        let feeds = project.pipelines.values.filter { $0.load.value == fact.name.value }.map(\.name.value).sorted()
        let limit: SQLValue = if case .asOf(let moment) = knowledge { .text(moment) } else { .text("infinity") }
        let result = try connection.query(
            """
            select to_char(coalesce(max(t.at), '1970-01-01') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            from ledger.slice s
            join ledger.published_history h on h.slice_key = s.slice_key
            cross join lateral (values (h.known_from), (h.known_to)) as t(at)
            where s.pipeline = any(array(select json_array_elements_text($1::json)))
              and t.at < 'infinity' and t.at <= $2::timestamptz
            """, [.text(try jsonText(feeds)), limit])
        guard let text = result.text(0, 0) else {
            throw MetricQueryError.unexpectedResult("no moment of fact `\(fact.name.value)`")
        }
        return text
    }
}

/// The versions of one slice, those of the same rows together.
private struct SliceContents {
    private var isSeen: [Int64: [Bool]] = [:]
    /// By version: the first one that holds the same rows.
    private var same: [Int64: Int64] = [:]
    private var previous: Int64?

    /// Takes the next version in time; one that is published again has the rows that it had.
    ///
    /// - Parameter isSame: whether it has the rows of the one before, in another place or with other keys of the same members.
    mutating func add(_ version: Int64, isSame: Bool, isSeen seen: [Bool]) {
        let content = same[version] ?? (isSame ? previous : nil) ?? version
        same[version] = content
        isSeen[content] = zip(isSeen[content] ?? seen, seen).map { $0 || $1 }
        previous = content
    }

    /// By content: at which moments it was seen.
    var inOrder: [[Bool]] { isSeen.sorted { $0.key < $1.key }.map(\.value) }
}

extension ContentHistory.Region {
    fileprivate init(
        _ feed: PipelineDefinition?, period: String?, part: String?, _ fact: FactDefinition, _ project: Project
    ) {
        guard let feed, let slice = feed.slice else {
            self.init(days: nil, part: nil)
            return
        }
        let span = period.flatMap { Period($0) }.map { DateSpan(from: $0.start, until: $0.end) }
        var whose: CellCondition?
        if let part, let name = slice.part?.value, let column = feed.column(name) {
            let key = column.lookup.flatMap { lookup in
                lookup.column
                    ?? project.dimensions[lookup.dimension].flatMap { $0.key.count == 1 ? $0.key[0].value : nil }
            }
            whose = .filter(path: key.map { "\(name).\($0)" } ?? name, test: .isIn(values: [part]))
        }
        self.init(days: span.map { CellCondition($0, role: slice.of.value) }, part: whose)
    }
}
