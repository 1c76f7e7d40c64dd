import Testing

@testable import Definitions

@Suite struct DeliveryNameTests {
    @Test(
        "takes a name apart",
        arguments: [
            ("in/a/claims-1.csv", "claims-1.csv", "claims-1", false),
            ("claims-1.csv.gz", "claims-1.csv.gz", "claims-1", false),
            ("returns.txt", "returns.txt", "returns", false),
            ("returns.txt.gz", "returns.txt.gz", "returns", false),
            ("claims.amend.csv", "claims.amend.csv", "claims.amend", true),
            ("in/claims.amend.csv.gz", "claims.amend.csv.gz", "claims.amend", true),
            ("claims.amend", "claims.amend", "claims.amend", false),
            ("amend.csv", "amend.csv", "amend", false),
            ("in.amend.csv/claims.csv", "claims.csv", "claims", false),
            ("claims.dat", "claims.dat", "claims.dat", false),
        ])
    func takesNamesApart(path: String, file: String, stem: String, isAmendment: Bool) {
        let name = DeliveryName(path)
        #expect(name.file == file)
        #expect(name.stem == stem)
        #expect(name.isAmendment == isAmendment)
    }
}
