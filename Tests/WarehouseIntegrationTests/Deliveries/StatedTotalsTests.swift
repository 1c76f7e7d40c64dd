import Foundation
import Hashing
import Testing
import Warehouse

@testable import Pipelines

/// What a sender states of a file, in its last record or beside it.
@Suite struct StatedTotalsTests {
    private let trailer = (
        part: "path: \"in/sales*.csv\"",
        replacement: "path: \"in/sales*.csv\", trailer: { marker: จบ, rows: 2, sums: { amount: 3 } }"
    )

    @Test(
        "loads a file that bears out its trailer, rejected rows included",
        arguments: [
            "จบ,3,7.25", "จบ,3,7.25,,,", "จบ,\"3\",\"7.250\"",
        ])
    func acceptsTrailer(line: String) throws {
        try Trial.with(try salesProject(trailer)) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,2.25", "3,2024-13-05,,7,,4") + line + "\n",
                to: "in/sales.csv")
            #expect(counts(try trial.load("sales")) == "published: 3 read, 2 loaded, 1 rejected, 0 duplicate")
            #expect(try trial.sql("select count(*), sum(amount) from star.sale") == "2|3.25")
        }
    }

    @Test(
        "refuses a file that its trailer contradicts, or that was cut off before it",
        arguments: [
            ("จบ,4,7.25", "its trailer states 4 rows, 3 were read"),
            ("จบ,3,7.24", "its trailer states 7.24 of `amount`, the rows add up to 7.25"),
            ("จบ,3,7.251", "its trailer states 7.251 of `amount`"), ("จบ,,7.25", "its trailer states  rows"),
            ("จบ,3", "the trailer has 2 fields"),
            ("", "the last record is not the trailer `จบ`: the file is cut off"),
            ("จบ,3,7.25\n4,2024-01-05,,7,,0", "the last record is not the trailer `จบ`: the file is cut off"),
        ])
    func refusesTrailer(line: String, reason: String) throws {
        try Trial.with(try salesProject(trailer)) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,2.25", "3,2024-01-05,,7,,4") + line + "\n",
                to: "in/sales.csv")
            let before = try trial.checksums()
            let outcome = try trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(outcome.reason?.contains(reason) == true, "\(outcome.reason ?? "")")
            #expect(try trial.checksums() == before)
        }
    }

    @Test("reads a trailer in the encoding of its file")
    func decodesTrailer() throws {
        let windows = (part: "trailer:", replacement: "encoding: windows-874, trailer:")
        try Trial.with(try salesProject(trailer, windows)) { trial in
            var bytes = Array(sales("1,2024-01-05,,7,,1").utf8)
            // "จบ" in Windows-874.
            bytes += [0xA8, 0xBA] + Array(",1,1.00\n".utf8)
            try trial.write(.init(bytes), to: "in/sales.csv")
            #expect(counts(try trial.load("sales")) == "published: 1 read, 1 loaded, 0 rejected, 0 duplicate")
        }
    }

    private let control = (
        part: "load: sale",
        replacement: "control: { file: \"{stem}.ok\", rows: N, sums: { amount: TOTAL }, sha256: HASH }\nload: sale"
    )

    @Test(
        "holds a file against its control file",
        arguments: [
            ("2,3.25", true, nil), ("3,3.25", true, "in/sales.ok states 3 rows, 2 were read"),
            ("2,3.26", true, "in/sales.ok states 3.26 of `amount`, the rows add up to 3.25"),
            ("2,3.25", false, "in/sales.ok states the SHA-256 0000"),
        ] as [(String, Bool, String?)])
    func comparesControlFile(totals: String, isWhole: Bool, reason: String?) throws {
        try Trial.with(try salesProject(control)) { trial in
            let text = sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,2.25")
            let hash = isWhole ? SHA256Digest(of: text).description.uppercased() : String(repeating: "0", count: 64)
            try trial.write(text, to: "in/sales.csv")
            try trial.write("N,TOTAL,HASH\n\(totals),\(hash)\n", to: "in/sales.ok")
            let outcome = try trial.load("sales")
            #expect(outcome.state == (reason == nil ? .published : .refused))
            if let reason { #expect(outcome.reason?.hasPrefix(reason) == true, "\(outcome.reason ?? "")") }
            #expect(try trial.sql("select count(*) from star.sale") == (reason == nil ? "2" : "0"))
            guard reason != nil else { return }
            // The sender corrects what was stated, not the file.
            try trial.write("N,TOTAL,HASH\n2,3.25,\(SHA256Digest(of: text))\n", to: "in/sales.ok")
            #expect(try trial.load("sales").state == .published)
        }
    }

    @Test("waits for a control file that has not arrived, and for none where none is required")
    func waitsForControlFile() throws {
        try Trial.with(try salesProject(control)) { trial in
            let text = sales("1,2024-01-05,,7,,1")
            try trial.write(text, to: "in/sales.csv")
            let outcome = try trial.load("sales")
            #expect(outcome.state == .waiting)
            #expect(outcome.reason == "in/sales.ok has not arrived yet; a later run takes both")
            #expect(try trial.sql("select count(*) from ledger.delivery") == "0")
            try trial.write("N,TOTAL,HASH\n1,1,\(SHA256Digest(of: text))\n", to: "in/sales.ok")
            #expect(try trial.load("sales").state == .published)
            try trial.remove("in/sales.ok")
            try trial.edit("pipelines/sales.yaml", "sha256: HASH }", "sha256: HASH, required: false }")
            try trial.write(sales("1,2024-01-05,,7,,2"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
        }
    }

    @Test("waits for a control file that is still being written")
    func waitsForGrowingControlFile() throws {
        try Trial.with(try salesProject(control)) { trial in
            let text = sales("1,2024-01-05,,7,,1")
            try trial.write(text, to: "in/sales.csv")
            try trial.write("N,TOTAL,HA", to: "in/sales.ok")
            let writer = try #require(FileHandle(forWritingAtPath: trial.directory + "/in/sales.ok"))
            let outcome = try trial.load("sales")
            #expect(outcome.state == .waiting)
            #expect(outcome.reason == "in/sales.ok: another program has it open for writing; a later run takes it")
            #expect(try trial.sql("select count(*) from ledger.delivery") == "0")
            try writer.close()
            try trial.write("N,TOTAL,HASH\n1,1,\(SHA256Digest(of: text))\n", to: "in/sales.ok")
            #expect(try trial.load("sales").state == .published)
        }
    }

    @Test(
        "counts what each limit counts: rows, their share, and money",
        arguments: [
            ("at_most: 2", nil), ("at_most: 1", "2 rows rejected, at most 1 allowed"),
            ("at_most: [2, 20%], minimum_rows: 10", nil),
            ("at_most: [2, 19.99%], minimum_rows: 10", "2 of 10 rows rejected (20.00 %), at most 19.99 % allowed"),
            ("at_most: [2, 19.99%], minimum_rows: 11", nil),
            ("at_most: [1, 100%], minimum_rows: 1", "2 rows rejected, at most 1 allowed"),
            ("money: { amount: 30 }", nil),
            ("money: { amount: 29.99 }", "rows with 30.00 of `amount` rejected, at most 29.99 allowed"),
            ("money: { amount: 30% }", nil),
            ("money: { amount: 29.99% }", "rows with 30.00 of 100.00 of `amount` rejected, at most 29.99 % allowed"),
            ("at_most: 2, money: { amount: 1 }", "rows with 30.00 of `amount` rejected, at most 1 allowed"),
        ] as [(String, String?)])
    func limits(limit: String, reason: String?) throws {
        let change = (part: "at_most: 50%, minimum_rows: 1", replacement: limit)
        try Trial.with(try salesProject(change)) { trial in
            let rows = (1...8).map { "\($0),2024-01-05,,7,,\($0 == 8 ? 14 : 8)\n" }.joined()
            try trial.write(sales("a,2024-02-30,,7,,10", "b,2024-02-30,,7,,20") + rows, to: "in/sales.csv")
            let outcome = try trial.load("sales")
            #expect(outcome.reason == reason)
            #expect(outcome.state == (reason == nil ? .published : .refused))
            #expect(try trial.sql("select count(*) from star.sale") == (reason == nil ? "8" : "0"))
        }
    }
}
