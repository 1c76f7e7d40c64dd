import Pipelines
import Testing

@Suite struct ReplacementReaderTests {
    @Test("readers of the view neither wait nor miss a row while a slice is replaced fifty times")
    func neverSeesHalf() throws {
        try Trial.with(shopProject) { trial in
            /// A month of one shop whose amounts change from delivery to delivery, and with them all of its rows.
            func deliver(_ number: Int) throws {
                let rows = (1...200).map { "\($0),2024-01-\($0 % 28 < 9 ? "0" : "")\($0 % 28 + 1),,7,,\(number)" }
                try trial.write(
                    "no,day,back,shop,id,amount\n" + rows.joined(separator: "\n") + "\n", to: "in/sales.csv")
                #expect(try trial.load("sales").state == .published)
            }
            try deliver(1)
            let count = "select count(*) || ' ' || count(distinct amount) from star.sale"
            let readers = [
                LoopingReader(trial.conninfo, [count]),
                LoopingReader(
                    trial.conninfo,
                    [
                        "begin isolation level repeatable read read only",
                        "lock table only store.sale in access share mode", count, "commit",
                    ]),
            ]
            for number in 2...51 { try deliver(number) }
            for reader in readers {
                let seen = reader.stop()
                #expect(seen.answers == ["200 1"])
                #expect(seen.count > 50)
            }
        }
    }
}
