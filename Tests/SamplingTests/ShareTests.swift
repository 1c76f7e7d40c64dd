import Testing

@testable import Sampling

@Suite struct ShareTests {
    @Test(
        "finds the part of a total that shows a share at its printed precision",
        arguments: [
            ("89.46%", 5_000, 4_473), ("0.015%", 40_000, 6), ("52.69%", 10_000, 5_269), ("50%", 3, nil),
            ("95.53%", 895, 855), ("86.67%", 750, 650), ("100%", 7, 7), ("0%", 7, 0), ("88.5%", 700, nil),
        ] as [(String, Int, Int?)])
    func parts(text: String, total: Int, expected: Int?) throws {
        #expect(try #require(Share(text)).part(of: total) == expected)
    }

    @Test("rounds half away from zero")
    func half() throws {
        // 1 of 8 is 12.5 %, which shows as 13 %.
        let share = try #require(Share("13%"))
        #expect(share.isShown(by: 1, of: 8))
        #expect(try #require(Share("12%")).isShown(by: 1, of: 8) == false)
    }

    @Test("names the nearest totals that work")
    func nearest() throws {
        // 619 of 700 is 88.43 %, 620 is 88.57 %; 618 of 698 is 88.54 % and 621 of 702 is 88.46 %.
        #expect(try #require(Share("88.5%")).nearestTotals(to: 700) == [698, 702])
    }

    @Test("refuses what is no percentage", arguments: ["", "%", "12", "1,5%", "-3%", "12.%"])
    func refused(text: String) { #expect(Share(text) == nil) }

    @Test("writes itself as it was read", arguments: ["0.015%", "89.46%", "50%", "5.00%"])
    func description(text: String) throws { #expect(try #require(Share(text)).description == text) }
}
