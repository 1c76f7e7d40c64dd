internal import Foundation

/// A list as the text of a JSON array, which statements take as one value.
func jsonText(_ list: [String]) throws -> String { String(decoding: try JSONEncoder().encode(list), as: UTF8.self) }
