internal import Definitions

/// Why leaves were not rewritten; what readers see is as it was.
package struct CompactionError: Error, CustomStringConvertible {
    package let fact: String
    package let message: String

    init(fact: String, _ message: String) {
        self.fact = fact
        self.message = message
    }

    static func changed(_ fact: FactDefinition) -> CompactionError {
        CompactionError(fact: fact.name.value, "what is published has changed meanwhile")
    }

    package var description: String {
        "compaction of \(fact): \(message); nothing was changed, no figure is affected, but look into it before going on"
    }
}
