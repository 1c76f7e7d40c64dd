import Definitions
import Testing

@Suite struct NearestWordTests {
    private static let words = ["amount_baht", "office", "submitted", "scheme", "th", "วันที่ยื่น"]

    @Test(
        "finds the word that a typing mistake most likely meant",
        arguments: [
            ("amount_bath", "amount_baht"), ("ofice", "office"), ("submited", "submitted"),
            ("schmee", "scheme"), ("ht", "th"),
            ("วันที่ยืน", "วันที่ยื่น"), ("office", "office"),
        ])
    func finds(word: String, expected: String) {
        #expect(nearestWord(to: word, among: Self.words) == expected)
    }

    @Test("suggests nothing that is far away", arguments: ["province", "x", "", "amount"])
    func suggestsNothing(word: String) { #expect(nearestWord(to: word, among: Self.words) == nil) }
}
