internal import Definitions
package import ODBC

/// Finds what is wrong with a connection string before anybody connects, without showing any of its values that is secret.
package struct ConnectionStringCheck {
    /// One thing that is wrong.
    package struct Finding: Hashable, Sendable {
        package let message: String
        package let remedy: String
        /// Whether one can connect nevertheless: drivers do not look at keys that they do not know.
        package let isWarning: Bool
    }

    private let drivers: [String]
    private let dataSources: [String]

    /// - Parameters:
    ///   - drivers: the names of the drivers of this machine.
    ///   - dataSources: the names of its data sources.
    package init(drivers: [String], dataSources: [String]) {
        self.drivers = drivers
        self.dataSources = dataSources
    }

    package func findings(in text: String) -> [Finding] {
        let parsed: ConnectionString
        do throws(ConnectionString.Problem) {
            parsed = try ConnectionString(text)
        } catch {
            return [
                Finding(
                    message: error.description,
                    remedy: "write it as `KEY=value;KEY={value with ; or braces}`, a closing brace doubled",
                    isWarning: false)
            ]
        }
        return target(of: parsed) + repeated(in: parsed) + unknown(in: parsed)
    }

    /// What the string leads to: a data source, or a driver.
    private func target(of string: ConnectionString) -> [Finding] {
        if let name = string["DSN"] {
            if dataSources.contains(where: { $0.lowercased() == name.lowercased() }) { return [] }
            return [
                Finding(
                    message: "there is no data source `\(name)` in odbc.ini", remedy: suggestion(name, dataSources),
                    isWarning: false)
            ]
        }
        if let name = string["DRIVER"] {
            // A path names the driver's library itself.
            if name.hasPrefix("/") || drivers.contains(where: { $0.lowercased() == name.lowercased() }) { return [] }
            return [
                Finding(
                    message: "there is no driver `\(name)` in odbcinst.ini", remedy: suggestion(name, drivers),
                    isWarning: false)
            ]
        }
        if string["FILEDSN"] != nil { return [] }
        return [
            Finding(
                message: "it names neither a data source nor a driver",
                remedy: "begin it with `DSN=name` of odbc.ini or `Driver={name}` of odbcinst.ini", isWarning: false)
        ]
    }

    private func suggestion(_ name: String, _ known: [String]) -> String {
        if let nearest = nearestWord(to: name, among: known) { return "did you mean `\(nearest)`?" }
        if known.isEmpty { return "install and register it" }
        return "there are \(known.sorted().map { "`\($0)`" }.joined(separator: ", "))"
    }

    private func repeated(in string: ConnectionString) -> [Finding] {
        var seen: Set<String> = []
        return string.entries.filter { !seen.insert($0.key.lowercased()).inserted }.map { entry in
            Finding(
                message: "`\(entry.key)` stands there twice, and only the first counts", remedy: "keep one",
                isWarning: true)
        }
    }

    private func unknown(in string: ConnectionString) -> [Finding] {
        guard let name = string["DRIVER"], let keys = DriverKeys.keys(ofDriver: name) else { return [] }
        let known = Set(keys.map { $0.lowercased() })
        return string.entries.filter { !known.contains($0.key.lowercased()) }.map { entry in
            let nearest = nearestWord(to: entry.key.lowercased(), among: known)
                .flatMap { near in keys.first { $0.lowercased() == near } }
            return Finding(
                message: "driver `\(name)` is not known to have a key `\(entry.key)`, and drivers pass over such",
                remedy: nearest.map { "did you mean `\($0)`?" } ?? "see the driver's manual", isWarning: true)
        }
    }
}
