import Foundation

/// Lists the files that a pattern of the project matches, in the order of their names.
///
/// Files that are still being written by convention (`.part`, `.tmp`, a leading dot) are left alone, and so is what is
/// no file: a folder cannot be read, and a pipe would be waited for.
package func matchingFiles(_ pattern: String, in directory: String) -> [String] {
    let absolute = pattern.hasPrefix("/") ? pattern : directory + "/" + pattern
    // The project's own path may contain characters that mean something in a pattern.
    let escaped = pattern.hasPrefix("/") ? pattern : escapedForGlob(directory) + "/" + pattern
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(escaped, 0, nil, &result) == 0 else { return [] }
    let prefix = absolute.count - pattern.count
    return (0..<Int(result.gl_pathc)).compactMap { index in
        guard let path = result.gl_pathv[index] else { return nil }
        let file = String(cString: path)
        let name = file.split(separator: "/").last.map { String($0) } ?? file
        if name.hasPrefix(".") || name.hasSuffix(".part") || name.hasSuffix(".tmp") { return nil }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return nil }
        return pattern.hasPrefix("/") ? file : String(file.dropFirst(prefix))
    }.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
}

private func escapedForGlob(_ path: String) -> String {
    var escaped = ""
    for character in path {
        if "*?[]\\".contains(character) { escaped.append("\\") }
        escaped.append(character)
    }
    return escaped
}
