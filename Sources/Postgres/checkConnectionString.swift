internal import CLibPQ

/// Refuses a connection string that cannot be read, or that libpq reads otherwise than it was meant: its own words about
/// either would repeat parts of it, perhaps of a password.
func checkConnectionString(_ conninfo: String) throws(PostgresError) {
    // Anything else is the name of a database.
    guard conninfo.contains("=") || conninfo.contains("://") else { return }
    var message: UnsafeMutablePointer<CChar>? = nil
    let options = unsafe PQconninfoParse(conninfo, &message)
    defer {
        unsafe PQconninfoFree(options)
        unsafe PQfreemem(message)
    }
    guard var option = unsafe options else {
        throw PostgresError(
            .connect,
            message:
                "the connection string cannot be read; write it as `host=… dbname=… user=…` or `postgresql://user@host/dbname`"
        )
    }
    while let keyword = unsafe option.pointee.keyword {
        if let value = unsafe option.pointee.val,
            unsafe isPartOfPassword(String(cString: value), as: String(cString: keyword), conninfo)
        {
            throw PostgresError(
                .connect,
                message:
                    "the connection string cannot be read as it was meant; in a URL, write each of `/ @ : ? # %` in a password as `%` and two digits (`%2F` for `/`, `%40` for `@`)"
            )
        }
        unsafe option += 1
    }
}

/// Whether an option holds what stood behind a `/` or `@` of a password: that ends the password of a URL, so that the rest
/// is taken for a port, a host or the name of a database.
private func isPartOfPassword(_ value: String, as keyword: String, _ conninfo: String) -> Bool {
    switch keyword {
    case "port": !value.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ",") }
    case "host", "dbname": conninfo.contains("://") && value.contains("@")
    default: false
    }
}
