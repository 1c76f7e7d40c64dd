import Yams

/// One node of a YAML document: reads itself as a scalar, a list or a mapping and reports what does not fit.
package struct YAMLNode {
    let node: Yams.Node
    let file: String
    package let collector: DiagnosticCollector

    /// Parses a document.
    ///
    /// - Returns: nil when the text is not YAML; the collector then holds why and where.
    package static func parse(_ text: String, file: String, collector: DiagnosticCollector) -> YAMLNode? {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                collector.error(
                    at: SourceLocation(file: file, line: 1, column: 1), "the file is empty",
                    remedy: "write a definition or remove the file")
                return nil
            }
            return YAMLNode(node: node, file: file, collector: collector)
        } catch let error as YamlError {
            collector.report(Self.diagnostic(error, file: file))
        } catch {
            collector.error(at: SourceLocation(file: file, line: 1, column: 1), "unreadable YAML: \(error)")
        }
        return nil
    }

    /// Maps a syntax error, which knows its mark but not its file.
    private static func diagnostic(_ error: YamlError, file: String) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let location = SourceLocation(file: file, line: mark.line, column: mark.column)
            let during = context.map { " \($0.text)" } ?? ""
            return Diagnostic(at: location, "YAML syntax: \(problem)\(during)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let location = SourceLocation(file: file, line: context.mark.line, column: context.mark.column)
            let keys = duplicates.map { "`\($0)`" }.sorted().joined(separator: ", ")
            return Diagnostic(at: location, "keys written twice: \(keys)", remedy: "keep one of each")
        default:
            return Diagnostic(at: SourceLocation(file: file, line: 1, column: 1), "YAML: \(error)")
        }
    }

    package var location: SourceLocation {
        let mark = node.mark
        return SourceLocation(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    package var isMapping: Bool { node.mapping != nil }
    package var isSequence: Bool { node.sequence != nil }
    package var isScalar: Bool { node.scalar != nil }

    /// The scalar as it is written, nil for lists and mappings; reports nothing.
    package var scalarText: String? { node.scalar?.string }

    /// True for `null`, `~` and nothing at all.
    package var isNull: Bool { node.null != nil && node.scalar?.style == .plain }

    /// The scalar as it is written, or nil with a diagnostic.
    package func string(_ what: String = "value") -> String? {
        if let scalar = node.scalar { return scalar.string }
        collector.error(at: location, "`\(what)` must be a text")
        return nil
    }

    package func integer(_ what: String = "value") -> Int? {
        if let value = node.int { return value }
        collector.error(at: location, "`\(what)` must be a whole number")
        return nil
    }

    /// A whole number that is not smaller than some other, or nil with a diagnostic.
    package func integer(_ what: String = "value", atLeast minimum: Int) -> Int? {
        guard let value = integer(what) else { return nil }
        if value >= minimum { return value }
        collector.error(at: location, "`\(what)` is \(value)", remedy: "write \(minimum) or more")
        return nil
    }

    package func boolean(_ what: String = "value") -> Bool? {
        if let value = node.bool { return value }
        collector.error(at: location, "`\(what)` must be true or false")
        return nil
    }

    package func sequence(_ what: String = "value") -> [YAMLNode]? {
        if let sequence = node.sequence { return sequence.map(child) }
        collector.error(at: location, "`\(what)` must be a list")
        return nil
    }

    package func mapping(_ what: String = "value") -> YAMLMapping? {
        if let mapping = node.mapping {
            return YAMLMapping(
                pairs: mapping.map { (child($0.key), child($0.value)) }, location: location, collector: collector)
        }
        collector.error(at: location, "`\(what)` must be a mapping (key: value)")
        return nil
    }

    /// A single text or a list of texts, as a list.
    package func strings(_ what: String = "value") -> [Located<String>]? {
        if isSequence {
            return sequence(what)?.compactMap { item in item.string(what).map { Located($0, at: item.location) } }
        }
        return string(what).map { [Located($0, at: location)] }
    }

    private func child(_ node: Yams.Node) -> YAMLNode { YAMLNode(node: node, file: file, collector: collector) }
}
