/// The keys that the drivers of common databases know, from their manuals.
enum DriverKeys {
    private static let common = ["Driver", "DSN", "Description", "UID", "PWD"]

    /// Each driver by words that its name contains, in small letters.
    private static let families: [(words: [String], keys: [String])] = [
        (
            ["mariadb", "maodbc"],
            [
                "SERVER", "SERVERNAME", "PORT", "DATABASE", "DB", "USER", "PASSWORD", "SOCKET", "OPTION", "OPTIONS",
                "CHARSET",
                "INITSTMT", "STMT", "CONN_TIMEOUT", "READ_TIMEOUT", "WRITE_TIMEOUT", "AUTO_RECONNECT", "NO_PROMPT",
                "PLUGIN_DIR", "SSLKEY", "SSLCERT", "SSLCA", "SSLCAPATH", "SSLCIPHER", "SSLVERIFY", "SSLCRL",
                "SSLCRLPATH", "SSLFP", "SSLFPLIST", "TLSPEERFP", "TLSPEERFPLIST", "TLSVERSION", "FORCETLS",
                "SERVERKEY", "TLSKEYPWD", "USE_MYCNF", "SAVEFILE", "NAMEDPIPE", "TCPIP", "FORWARDONLY",
                "SCHEMANOERROR", "INTERACTIVE", "TRACE",
            ]
        ),
        (
            ["mysql"],
            [
                "SERVER", "PORT", "DATABASE", "USER", "PASSWORD", "SOCKET", "OPTION", "CHARSET", "INITSTMT", "NO_CACHE",
                "FORWARD_CURSOR", "READTIMEOUT", "WRITETIMEOUT", "SSLKEY", "SSLCERT", "SSLCA", "SSLCAPATH", "SSLCIPHER",
                "SSL-MODE", "SSLMODE", "SSLVERIFY", "MULTI_HOST", "ENABLE_DNS_SRV", "PLUGIN_DIR", "DEFAULT_AUTH",
                "COLUMN_SIZE_S32", "AUTO_RECONNECT", "NO_SCHEMA", "NO_CATALOG", "GET_SERVER_PUBLIC_KEY",
            ]
        ),
        (
            ["sqlite"],
            [
                "Database", "Timeout", "StepAPI", "NoTXN", "NoWCHAR", "NoCreat", "LongNames", "ShortNames",
                "SyncPragma",
                "FKSupport", "JournalMode", "OEMCP", "BigInt", "JDConv", "TraceFile", "LoadExt",
            ]
        ),
        (
            ["freetds", "tdsodbc"],
            [
                "Server", "Servername", "Address", "Port", "Database", "TDS_Version", "ClientCharset", "APP", "WSID",
                "LANGUAGE", "Encryption", "Encrypt", "Trusted_Connection", "Timeout", "DumpFile", "DebugFlags",
                "TextSize",
                "PacketSize", "ServerSPN", "REALM", "Use_NTLMv2", "MARS_Connection", "ApplicationIntent",
                "AttachDbFilename", "CA_File", "CRL_File", "HostNameInCertificate",
            ]
        ),
        (
            ["odbc driver 13 for sql server", "odbc driver 17 for sql server", "odbc driver 18 for sql server"],
            [
                "Server", "Address", "Addr", "Network", "Database", "APP", "WSID", "Language", "Encrypt",
                "TrustServerCertificate", "HostNameInCertificate", "ServerCertificate", "Trusted_Connection",
                "Authentication", "ApplicationIntent", "MultiSubnetFailover", "MARS_Connection", "ConnectRetryCount",
                "ConnectRetryInterval", "AnsiNPW", "QuotedId", "Regional", "KeepAlive", "KeepAliveInterval",
                "ServerSPN",
                "ColumnEncryption", "LongAsMax", "ReplicaFailover", "RetryExec", "IpAddressPreference",
            ]
        ),
        (
            ["oracle", "sqora", "instantclient"],
            [
                "DBQ", "DBA", "APA", "EXC", "FEN", "QTO", "FRC", "FDL", "LOB", "RST", "BTD", "BNF", "BAM", "NUM", "DPM",
                "MTS", "MDI", "CSR", "FWC", "FBS", "TLO", "MLD", "ODA", "STE", "TSZ", "AST", "LPS", "GDE", "UCP",
                "TABLE",
                "ServerName", "UserID", "Password",
            ]
        ),
        (
            ["db2", "ibm"],
            [
                "Database", "Hostname", "Port", "ServiceName", "Protocol", "CurrentSchema", "Authentication",
                "Security",
                "SSLServerCertificate", "SSLClientKeystoredb", "SSLClientKeystash", "ConnectTimeout", "QueryTimeout",
                "TxnIsolation", "Mode", "LongDataCompat", "ClientCodepage", "CodePage", "ProgramName", "Patch1",
                "Patch2",
                "DBAlias",
            ]
        ),
    ]

    /// The keys of a driver that is known by its name or its library.
    static func keys(ofDriver name: String) -> [String]? {
        let name = name.lowercased()
        return families.first { family in family.words.contains { name.contains($0) } }.map { common + $0.keys }
    }
}
