/// Why bytes cannot be unpacked.
package struct GzipError: Error {
    /// How many of the bytes given last were taken before.
    package let taken: Int
    /// What zlib says of it.
    package let reason: String
}
