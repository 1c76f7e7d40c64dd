/// A whole that is the sum of its parts, in every quantity in which all counts are known and do add up.
///
/// Whole and parts are indexes of cells. A part that is named twice counts twice; a relation whose whole is among its
/// own parts says nothing and is passed over.
package struct CountRelation: Sendable, Hashable {
    package var whole: Int
    package var parts: [Int]

    package init(whole: Int, parts: [Int]) {
        self.whole = whole
        self.parts = parts
    }
}
