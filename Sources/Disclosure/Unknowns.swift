/// What a reader does not see, parted into what follows by subtraction and components to be searched.
struct Unknowns {
    let subtraction: Subtraction
    let components: [UnknownComponent]
    /// By cell: its component; nil for what is shown or follows by subtraction.
    let component: [Int?]

    /// - Parameters:
    ///   - least: by cell, the least count that a reader holds possible.
    ///   - asked: the cells whose own bounds are wanted.
    init(_ system: CountSystem, isUnknown: [Bool], least: [Int64], asked: [Int]) {
        subtraction = Subtraction(system, isUnknown: isUnknown)
        var isOfInterest = Array(repeating: false, count: isUnknown.count)
        for cell in asked { isOfInterest[cell] = true }
        components = UnknownComponent.all(
            in: system, isUnknown: isUnknown, after: subtraction, least: least, isOfInterest: isOfInterest)
        var component: [Int?] = Array(repeating: nil, count: isUnknown.count)
        for (number, connected) in components.enumerated() {
            for cell in connected.cells { component[cell] = number }
        }
        self.component = component
    }
}
