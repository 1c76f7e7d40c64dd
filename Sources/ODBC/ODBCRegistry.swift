internal import CLibODBC

/// What this machine's driver manager knows: drivers of odbcinst.ini, data sources of odbc.ini.
package enum ODBCRegistry {
    /// The names of the drivers.
    package static func drivers() throws(ODBCError) -> [String] {
        try unsafe entries { environment, direction, name, _ in
            var (length, further): (SQLSMALLINT, SQLSMALLINT) = (0, 0)
            return unsafe SQLDriversW(environment, direction, &name, SQLSMALLINT(name.count), &length, nil, 0, &further)
        }.map(\.name)
    }

    /// The names of the data sources.
    package static func dataSources() throws(ODBCError) -> [String] {
        try sources().map(\.name)
    }

    /// The driver of a data source.
    static func driver(ofDataSource name: String) throws(ODBCError) -> String? {
        try sources().first { $0.name.lowercased() == name.lowercased() }?.detail
    }

    private static func sources() throws(ODBCError) -> [(name: String, detail: String)] {
        try unsafe entries { environment, direction, name, driver in
            var (length, driverLength): (SQLSMALLINT, SQLSMALLINT) = (0, 0)
            return unsafe SQLDataSourcesW(
                environment, direction, &name, SQLSMALLINT(name.count), &length, &driver, SQLSMALLINT(driver.count),
                &driverLength)
        }
    }

    @unsafe private static func entries(
        _ next: (SQLHANDLE, _ direction: SQLUSMALLINT, _ name: inout [SQLWCHAR], _ detail: inout [SQLWCHAR]) ->
            SQLRETURN
    ) throws(ODBCError) -> [(name: String, detail: String)] {
        let environment = try unsafe openEnvironment()
        defer { _ = unsafe SQLFreeHandle(HandleKind.environment.rawValue, environment) }
        var found: [(name: String, detail: String)] = []
        var direction = SQLUSMALLINT(SQL_FETCH_FIRST)
        var name = [SQLWCHAR](repeating: 0, count: 512)
        var detail = name
        while unsafe succeeded(next(environment, direction, &name, &detail)) {
            found.append(
                (
                    String(decoding: name.prefix { $0 != 0 }, as: UTF16.self),
                    String(decoding: detail.prefix { $0 != 0 }, as: UTF16.self)
                ))
            direction = SQLUSMALLINT(SQL_FETCH_NEXT)
        }
        return found
    }
}
