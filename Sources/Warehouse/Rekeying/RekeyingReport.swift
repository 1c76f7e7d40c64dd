/// What a changed dimension meant for the rows of one fact.
package struct RekeyingReport: Encodable, Sendable, Equatable {
    package let fact: String
    /// The slices that were rewritten.
    package let slices: Int
    /// How many keys in their rows lead to another version now.
    package let keys: Int
    /// How many keys lead to a member that does not exist on the row's day, and stay since their pipelines would reject
    /// the rows.
    package let kept: Int

    /// The report in words.
    package var text: String {
        var parts: [String] = []
        if keys > 0 {
            parts.append("\(keys) keys in \(slices) slices re-keyed as of their rows' days")
        }
        if kept > 0 {
            parts.append(
                "\(kept) keys lead to members that do not exist on their rows' days, and stay: the pipeline would reject these rows now"
            )
        }
        return "\(fact): " + parts.joined(separator: "; ")
    }
}

/// Why rows could not be led to the versions of their days; nothing was changed.
package struct RekeyingError: Error, CustomStringConvertible {
    package let fact: String
    package let message: String

    package var description: String {
        "re-keying of \(fact): \(message); neither the dimension nor a figure was changed"
    }
}
