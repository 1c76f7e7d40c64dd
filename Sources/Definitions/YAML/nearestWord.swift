/// Finds the candidate a typing mistake most likely meant: the smallest edit distance, at most a third of the word.
///
/// - Returns: nil when nothing is near enough to be worth suggesting.
package func nearestWord(to word: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, word.count / 3)
    return candidates.map { (word: $0, distance: editDistance(word, $0)) }
        .filter { $0.distance <= limit }
        .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
}

/// Counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment distance).
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (i, scalar) in left.enumerated() {
        var row = [i + 1]
        for (j, other) in right.enumerated() {
            var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (scalar == other ? 0 : 1))
            if i > 0, j > 0, scalar == right[j - 1], left[i - 1] == other { best = min(best, beforeLast[j - 1] + 1) }
            row.append(best)
        }
        beforeLast = last
        last = row
    }
    return last[right.count]
}
