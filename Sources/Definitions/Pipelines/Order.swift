/// The order in which waiting deliveries of a pipeline take effect.
package enum Order: String, CaseIterable, Sendable {
    /// By the path of the file, byte by byte.
    case name
    /// By the time at which the file was last written, files of one instant by name.
    case modified
}
