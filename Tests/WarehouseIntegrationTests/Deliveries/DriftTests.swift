import Testing

@testable import Pipelines

/// Files whose columns are not those of the day before.
@Suite struct DriftTests {
    private func policy(_ policy: String) -> (part: String, replacement: String) {
        (part: "path: \"in/sales*.csv\"", replacement: "path: \"in/sales*.csv\", added_columns: \(policy)")
    }

    @Test(
        "an added column is told, ignored or refused, as the pipeline says",
        arguments: ["", "report", "ignore", "refuse"])
    func addedColumns(name: String) throws {
        try Trial.with(name.isEmpty ? try salesProject() : try salesProject(policy(name))) { trial in
            try trial.write("no,day,back,shop,colour,id,amount,size\n1,2024-01-05,,7,red,,1,big\n", to: "in/sales.csv")
            let outcome = try trial.load("sales")
            #expect(outcome.state == (name == "refuse" ? .refused : .published))
            #expect(
                outcome.notes
                    == (["", "report"].contains(name) ? ["added column `colour`", "added column `size`"] : []))
            if name == "refuse" {
                #expect(
                    outcome.reason
                        == "in/sales.csv:1: this pipeline does not read column `colour`, column `size`; read it, or set `added_columns: report` in the pipeline"
                )
            } else {
                #expect(try trial.sales() == "7|1|01-05|1.00")
            }
        }
    }

    @Test("columns may stand in any order, in each file another")
    func reordered() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("1,2024-01-05,2024-01-09,7,,1"), to: "in/sales-7.csv")
            try trial.write("amount,shop,id,no,back,day\n2,8,,1,2024-01-10,2024-01-06\n", to: "in/sales-8.csv")
            try trial.write("day,back,no,id,shop,amount\n2024-01-07,,1,,9,3\n", to: "in/sales-9.csv")
            #expect(try trial.run("sales").map(\.state) == [.published, .published, .published])
            #expect(try trial.sql("select count(*) from ledger.load") == "1")
            #expect(
                try trial.sql(
                    "select code, number, sold_key, returned_key, amount from star.sale join star.shop using (shop_key) order by 1"
                ) == "7|1|20240105|20240109|1.00\n8|1|20240106|20240110|2.00\n9|1|20240107|-2|3.00")
        }
    }

    @Test(
        "a file without a column, or of another feed, is refused with what to do about it",
        arguments: [
            (
                "no,day,back,shop,id,total",
                "in/sales.csv:1: the header lacks `amount`; ask the sender for it, or drop it at pipelines/sales.yaml:"
            ),
            (
                "no,day,back,shop,id,amount_",
                "in/sales.csv:1: the header lacks `amount`; if `amount_` is `amount` renamed, change `from:` at pipelines/sales.yaml:"
            ),
            ("no,day,shop,amount", "in/sales.csv:1: the header lacks `back`, `id`; ask the sender for it"),
            (
                "code,name,size",
                "in/sales.csv:1: none of the columns this pipeline reads is there; the header is code, name, size"
            ),
            ("no;day;back;shop;id;amount", "in/sales.csv:1: none of the columns this pipeline reads is there"),
            (
                "no,day,back,shop,id,amount,day",
                "in/sales.csv:1: the header has `day` twice; ask the sender which one is meant"
            ),
        ])
    func refuses(header: String, reason: String) throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(header + "\n1,2024-01-05,,7,,1\n", to: "in/sales.csv")
            let before = try trial.checksums()
            let outcome = try trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(outcome.reason?.hasPrefix(reason) == true, "\(outcome.reason ?? "")")
            #expect(try trial.checksums() == before)
        }
    }
}
