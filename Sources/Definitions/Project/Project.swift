/// Everything a project declares, read and checked against each other.
package struct Project: Sendable {
    /// The absolute path of the folder that holds `uptake.yaml`.
    package let directory: String
    package let settings: ProjectSettings
    package let dimensions: [String: DimensionDefinition]
    package let facts: [String: FactDefinition]
    package let pipelines: [String: PipelineDefinition]
    /// What published data must keep, across feeds.
    package let rules: [String: RuleDefinition]
    package let metrics: [String: MetricDefinition]
    package let reports: [String: ReportDefinition]
    /// The tables of `warehouse/reference/` by name.
    package let references: [String: ReferenceTable]
    /// The text of every definition file by its path in the project, for hashes that say what was in force.
    package let texts: [String: String]

    package static let fileName = "uptake.yaml"

    /// The pipelines in the order in which they must run: dimensions before the facts that look them up.
    package var pipelinesInOrder: [PipelineDefinition] {
        pipelines.values.sorted {
            let left = dimensions[$0.load.value] == nil ? 1 : 0
            let right = dimensions[$1.load.value] == nil ? 1 : 0
            return (left, $0.name.value) < (right, $1.name.value)
        }
    }

    /// The dimensions in an order in which each stands after those it references.
    package var dimensionsInOrder: [DimensionDefinition] {
        var ordered: [DimensionDefinition] = []
        var done: Set<String> = []
        var waiting = dimensions.values.sorted { $0.name.value < $1.name.value }
        while !waiting.isEmpty {
            let ready = waiting.filter { dimension in
                dimension.columns.allSatisfy { column in column.references.map { done.contains($0.value) } ?? true }
            }
            // A cycle has been reported by the checks; what is left keeps its order.
            guard !ready.isEmpty else { return ordered + waiting }
            ordered += ready
            done.formUnion(ready.map(\.name.value))
            waiting.removeAll { done.contains($0.name.value) }
        }
        return ordered
    }

    package var factsInOrder: [FactDefinition] { facts.values.sorted { $0.name.value < $1.name.value } }
}
