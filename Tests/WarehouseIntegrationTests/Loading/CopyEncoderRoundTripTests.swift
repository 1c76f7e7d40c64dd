import Postgres
import Records
import TestSupport
import Testing
import Warehouse

@Suite struct CopyEncoderRoundTripTests {
    @Test("sends decimals that the server reads as what they are")
    func sendsDecimals() throws {
        let written: [(value: Int64, scale: Int, text: String)] = [
            (0, 0, "0"), (0, 2, "0.00"), (1, 2, "0.01"), (-1, 2, "-0.01"), (99_999_999, 4, "9999.9999"),
            (100_000_000, 4, "10000.0000"),
            (10_000, 0, "10000"), (9_999, 0, "9999"), (-10_000, 0, "-10000"), (100_000_000, 0, "100000000"),
            (5, 1, "0.5"), (12_345, 3, "12.345"),
            (999_999_999_999_999_999, 0, "999999999999999999"), (-999_999_999_999_999_999, 2, "-9999999999999999.99"),
            (999_999_999_999_999_999, 18, "0.999999999999999999"), (1, 18, "0.000000000000000001"),
            (-1, 17, "-0.00000000000000001"),
            (1_000_000_000_000_000_000 - 1, 9, "999999999.999999999"), (100_000, 5, "1.00000"), (40_000, 6, "0.040000"),
        ]
        for (value, scale, text) in written { #expect(try received([value], scale: scale) == [text]) }
    }

    @Test("sends random decimals of every scale", arguments: 0...18)
    func sendsRandomDecimals(scale: Int) throws {
        let values = (0..<300).map { _ in
            Int64.random(in: -999_999_999_999_999_999...999_999_999_999_999_999) >> Int64.random(in: 0...55)
        }
        let expected = values.map { value in
            // Written out by hand: the digits, filled up with zeros, and a point.
            var digits = Array(String(value.magnitude))
            while digits.count <= scale { digits.insert("0", at: 0) }
            if scale > 0 { digits.insert(".", at: digits.count - scale) }
            return (value < 0 ? "-" : "") + String(digits)
        }
        #expect(try received(values, scale: scale) == expected)
    }

    @Test("sends every other type as the server reads it, and NULL")
    func sendsTypes() throws {
        var columns = [ValueKind.integer32, .integer64, .boolean, .text, .date, .timestamp, .pseudonym].map {
            TypedColumn($0)
        }
        for (index, value) in [(0, Int64(Int32.min)), (1, .max), (2, 1), (4, 8825), (5, -1_000_000)] {
            columns[index].append(value)
        }
        columns[3].appendText(Array("tab\t\\N ก𝄞".utf8).span)
        columns[6].appendPseudonym(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
        for index in columns.indices { columns[index].appendMissing() }
        let types = ["integer", "bigint", "boolean", "text", "date", "timestamp", "uuid"]
        let rows = try copied(columns, types: types)
        #expect(
            rows == [
                "1|2|3|10|-2147483648|9223372036854775807|t|tab\t\\N ก𝄞|2024-02-29|1999-12-31 23:59:59|01234567-89ab-cdef-fedc-ba9876543210",
                "1|2|3|11|||||||",
            ])
    }

    /// The expected rows are written out by hand, as `psql` prints them.
    @Test("sends a batch of several blocks in which values are missing and rows are rejected")
    func sendsBatches() throws {
        var random = Randomness(seed: 5)
        let kinds: [ValueKind] = [.integer32, .text, .decimal(scale: 2), .boolean, .integer64]
        var columns = kinds.map { TypedColumn($0) }
        var (accepted, expected): ([Bool], [String]) = ([], [])
        for row in 0..<3000 {
            accepted.append(random.next() % 5 != 0)
            var cells: [String] = ["1", "2", "3", "\(10 + row)"]
            for column in columns.indices {
                let number = Int64(random.next() % 20_001) - 10_000
                if random.next() % 4 == 0 {
                    columns[column].appendMissing()
                    cells.append("")
                    continue
                }
                switch kinds[column] {
                case .text:
                    let text = String(repeating: "ก", count: Int(random.next() % 9)) + "\(number)"
                    columns[column].appendText(Array(text.utf8).span)
                    cells.append(text)
                case .decimal:
                    columns[column].append(number)
                    let digits = "00" + String(abs(number))
                    let whole = digits.dropLast(2).drop { $0 == "0" }
                    cells.append("\(number < 0 ? "-" : "")\(whole.isEmpty ? "0" : whole).\(digits.suffix(2))")
                case .boolean:
                    columns[column].append(number & 1)
                    cells.append(number & 1 == 0 ? "f" : "t")
                default:
                    columns[column].append(number)
                    cells.append("\(number)")
                }
            }
            if accepted[row] { expected.append(cells.joined(separator: "|")) }
        }
        let types = ["integer", "text", "numeric(14,2)", "boolean", "bigint"]
        #expect(try copied(columns, accepted: accepted, types: types) == expected)
    }

    private func received(_ values: [Int64], scale: Int) throws -> [String] {
        var column = TypedColumn(.decimal(scale: scale))
        for value in values { column.append(value) }
        return try copied([column], types: ["numeric(18,\(scale))"]).map { String($0.split(separator: "|")[4]) }
    }

    /// Sends rows and reads them back through psql.
    private func copied(
        _ columns: [TypedColumn], accepted: [Bool]? = nil, types: [String]
    ) throws -> [String] {
        try withTrialConnection { connection, conninfo in
            let fields = types.enumerated().map { "c\($0) \($1)" }.joined(separator: ", ")
            try connection.execute(
                "create table t (slice integer, version integer, delivery integer, line integer, \(fields))")
            var batch = TypedBatch(kinds: columns.map(\.kind))
            batch.columns = columns
            let rows = columns[0].present.count
            batch.accepted = accepted ?? Array(repeating: true, count: rows)
            batch.lines = (0..<rows).map { Int32(10 + $0) }
            var hashes: [UInt64] = []
            let taken = try connection.copyIn("copy t from stdin (format binary)") { writer in
                var encoder = CopyEncoder()
                encoder.begin()
                encoder.append(
                    batch, slices: Array(repeating: 1, count: rows), version: 2, delivery: 3, grain: [],
                    hashes: &hashes)
                encoder.end()
                try writer.send(encoder.bytes.span)
            }
            #expect(taken == batch.accepted.count { $0 })
            #expect(hashes.count == taken)
            return try queryDatabase(conninfo, "select * from t order by line").split(separator: "\n").map(String.init)
        }
    }
}
