/// The numbers by which the values of one field are compared, for all rows of a batch.
struct ComparedKeys {
    var numbers: [Int64] = []
    /// Whether each row has a value; a member that stands for none is no value.
    var known: [Bool] = []

    mutating func removeAll() {
        numbers.removeAll(keepingCapacity: true)
        known.removeAll(keepingCapacity: true)
    }
}
