/// A file that was written: its name below the output folder, its rows without the header, its bytes.
package struct SampleFile: Hashable, Sendable {
    package let name: String
    package let rows: Int
    package let bytes: Int
}
