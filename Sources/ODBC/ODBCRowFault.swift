/// Why a row cannot be delivered.
package struct ODBCRowFault: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Half of a pair of UTF-16 units.
        case unpairedUnit(UInt16)
        /// A byte that is not UTF-8.
        case illFormedByte(UInt8)
        case zeroCharacter
        /// The value is longer than a value may be, in bytes.
        case tooLong(limit: Int)
        /// The value is longer than the driver says that values of its column are, in bytes.
        case longerThanDescribed(reserved: Int)
        /// The driver cannot give the row, and says why.
        case unreadable(String)
    }

    /// The number of the row, from 1.
    package let row: Int32
    /// The place of the column among those that are read, nil for the whole row.
    package let column: Int?
    package let kind: Kind
}
