import Foundation
import Testing

@testable import Sampling

@Suite struct FileFormTests {
    /// One row, on the leap day.
    private func recipe(_ fields: String, _ file: String) -> String {
        """
        recipe: form
        strata: [{ in: 2024-02-29..2024-02-29, count: 1 }]
        fields:
        \(fields)
        files:
          form:
        \(file)
        """
    }

    @Test("writes Windows-874, Buddhist years, Thai digits and SARA AM in two")
    func thai() throws {
        let text = recipe(
            "  word: { word: ทำ }",
            """
                path: form.txt
                encoding: windows-874
                delimiter: ";"
                columns: { ก: "{word|sara_am_in_two 100%}", b: "{word}", c: "{day:BE dd/MM/yyyy|thai_digits 100%}", d: "{day:BE ddMMyy}" }
            """)
        try withSample(["form.yaml": text]) { folder, _ in
            // The encoding's own table: KO KAI is A1, THO THAHAN B7, SARA AM D3, NIKHAHIT ED, SARA AA D2, digit zero F0.
            var expected: [UInt8] = [0xA1] + Array(";b;c;d\n".utf8)
            expected += [0xB7, 0xED, 0xD2, 0x3B, 0xB7, 0xD3, 0x3B]
            expected += [0xF2, 0xF9, 0x2F, 0xF0, 0xF2, 0x2F, 0xF2, 0xF5, 0xF6, 0xF7, 0x3B]
            expected += Array("290267\n".utf8)
            let written = try contents(folder + "/form.txt")
            #expect(written == Data(expected))
        }
    }

    @Test("quotes what needs it, writes bad bytes and stray quotation marks as asked")
    func quotes() throws {
        let text = recipe(
            "  word: { word: 'a,\"b\"' }\n  amount: { between: [1234.50, 1234.50] }",
            """
                path: form.csv
                columns: { word: "{word}", amount: "{amount:,0.00}" }
                faults:
                  - { class: unquoted_value, at: 2024-02-29, stray_quote: word, with: { word: x } }
            """)
        try withSample(["form.yaml": text]) { folder, _ in
            let written = try lines(folder + "/form.csv")
            #expect(written == ["word,amount", "\"a,\"\"b\"\"\",\"1,234.50\"", "x\",\"1,234.50\""])
        }
        let bytes = text.replacing("stray_quote: word, with: { word: x }", with: "bytes: { word: ff 41 }")
        try withSample(["form.yaml": bytes]) { folder, _ in
            let end = try contents(folder + "/form.csv").suffix(14)
            #expect(end == Data([0xFF, 0x41] + Array(",\"1,234.50\"\n".utf8)))
        }
    }

    @Test("writes fixed-width records whose header adds up its lines")
    func fixedWidth() throws {
        let text = recipe(
            """
              items:
                lines: 3
                fields: { price: { between: [1.25, 1.25] }, name: { word: tea } }
              total: { sum_of: items.price }
              many: { count_of: items }
            """,
            """
                path: form.txt
                line_end: crlf
                record:
                  type: { width: 1, text: H }
                  many: { width: 3, text: "{many:000}" }
                  total: { width: 8, text: "{total}", align: right }
                lines:
                  of: items
                  record:
                    type: { width: 1, text: L }
                    name: { width: 5, text: "{name}" }
                    price: { width: 6, text: "{price}", align: right }
            """)
        try withSample(["form.yaml": text]) { folder, _ in
            let written = String(decoding: try contents(folder + "/form.txt"), as: UTF8.self)
            #expect(
                written == "H003    3.75\r\nLtea    1.25\r\nLtea    1.25\r\nLtea    1.25\r\n")
        }
    }

    @Test("refuses a word that the encoding has no place for")
    func unwritable() throws {
        let text = recipe(
            "  word: { word: größe }",
            "    path: form.csv\n    encoding: windows-874\n    columns: { a: \"{word}\" }")
        let error = #expect(throws: SampleError.self) { try withSample(["form.yaml": text]) { _, _ in } }
        #expect(error?.description == "`größe` cannot be written to form.csv in windows-874")
    }
}
