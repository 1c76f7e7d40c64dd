/// A delivery of the library, with a few rows in it that are rejected or stand there twice.
struct Loans {
    var rows = 27_000
    /// How many bytes the number of a loan has before its digits.
    ///
    /// Rows travel in batches of a megabyte, so with these the server has the first rows a while before the last ones
    /// are read.
    var padding = 270
    /// Which correction of the delivery it is: its rows have other values.
    var generation = 0
    /// How often a row names a branch that is not there.
    var rejectedEvery = 5_000

    /// So large that the end of the file is not read yet when the server has its first rows.
    static let large = Loans(rows: 60_000)
    /// So small that it is loaded at once.
    static let few = Loans(rows: 1_000, padding: 0)

    var text: String {
        let zeros = String(repeating: "0", count: padding)
        var text = "no;day;branch;renewed;days\n"
        text.reserveCapacity(rows * (padding + 32))
        for row in 1...rows {
            // Every ten thousandth number is that of the row before.
            let number = row % 10_000 == 0 ? row - 1 : row
            let branch = row % rejectedEvery == rejectedEvery / 2 ? "x" : row % 2 == 0 ? "n" : "s"
            text += "\(zeros)\(number);\(row % 28 + 1).\(row % 4 + 1).2024;\(branch);"
            text += row % 3 == 0 ? "yes;" : "no;"
            text += "\((row + generation * 7) % 100)\n"
        }
        return text
    }
}
