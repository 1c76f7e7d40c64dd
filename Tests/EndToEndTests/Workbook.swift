import Foundation
import TestSupport

/// A workbook as openpyxl reads it: nothing of the program that wrote it has a part in the reading.
struct Workbook: Decodable {
    enum Cell: Decodable, Equatable {
        case text(String)
        /// The shortest decimal that stands for the number in the file.
        case number(Decimal)
        case date(String)
        case empty

        private enum Key: CodingKey { case number, date }

        init(from decoder: any Decoder) throws {
            let single = try decoder.singleValueContainer()
            if single.decodeNil() {
                self = .empty
            } else if let text = try? single.decode(String.self) {
                self = .text(text)
            } else {
                let keyed = try decoder.container(keyedBy: Key.self)
                if let text = try keyed.decodeIfPresent(String.self, forKey: .number),
                    let number = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
                {
                    self = .number(number)
                } else {
                    self = .date(try keyed.decode(String.self, forKey: .date))
                }
            }
        }

        var text: String? { if case .text(let text) = self { text } else { nil } }
        var number: Decimal? { if case .number(let number) = self { number } else { nil } }
    }

    struct Sheet: Decodable {
        let name: String
        let rows: [[Cell]]
        let formulas: Int
        let formulasWithoutValue: Int

        private enum CodingKeys: String, CodingKey {
            case name, rows, formulas
            case formulasWithoutValue = "formulas_without_value"
        }

        /// The rows below the header that has this text in its first column.
        func table(headedBy first: String) -> [[Cell]] {
            guard let header = rows.firstIndex(where: { $0.first?.text == first }) else { return [] }
            return Array(rows[(header + 1)...])
        }
    }

    let sheets: [Sheet]
    let creator: String?
    let title: String?

    static func read(_ path: String) throws -> Workbook {
        let outcome = try runProgram(
            pythonProgram, [repositoryDirectory + "/Tests/EndToEndTests/read_workbook.py", path])
        guard outcome.status == 0 else { throw Unreadable(message: outcome.standardError) }
        return try JSONDecoder().decode(Workbook.self, from: Data(outcome.standardOutput.utf8))
    }

    struct Unreadable: Error { let message: String }

    func sheet(_ name: String) -> Sheet? { sheets.first { $0.name == name } }
}
