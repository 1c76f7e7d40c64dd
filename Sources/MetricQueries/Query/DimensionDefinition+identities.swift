internal import Definitions

extension DimensionDefinition {
    /// What a name stands for, the natural key: two members with the same name are two rows.
    func identities(behind column: Column) -> [Column] {
        guard ["name", "name_en", "name_th"].contains(column.name.value) else { return [] }
        return key.compactMap { self.column($0.value) }
    }
}
