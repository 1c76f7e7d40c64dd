internal import Definitions
internal import Records
internal import Warehouse

/// The member indexes of one run, each read from the database once.
final class MemberIndexes {
    private let keys: KeyReserve
    private var indexes: [String: (DimensionDefinition, MemberIndex)] = [:]

    init(_ keys: KeyReserve) { self.keys = keys }

    func index(of dimension: DimensionDefinition, by column: String?) throws -> MemberIndex {
        // A look-up by the only key column and one by the key are the same, and must share what they infer.
        let isKey = column == nil || dimension.key.map(\.value) == [column]
        let name = isKey ? dimension.name.value : "\(dimension.name.value).\(column ?? "")"
        if let (_, index) = indexes[name] { return index }
        let index = try keys.index(of: dimension, by: isKey ? nil : column)
        indexes[name] = (dimension, index)
        return index
    }

    var inferred: [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])] {
        indexes.values.filter { !$0.1.inferred.isEmpty }
            .sorted { $0.0.name.value < $1.0.name.value }
            .map { (dimension: $0.0, members: $0.1.inferred) }
    }
}
