import PrivateServer
import Testing

@Suite struct ServerEndpointTests {
    // The escapes are those of libpq's manual, "Keyword/Value Connection Strings".
    @Test(
        "quotes every value of a connection string",
        arguments: [
            ("/tmp/a", "uptake", "host='/tmp/a' port=5432 user='uptake' dbname='uptake'"),
            ("/tmp/a b", "", "host='/tmp/a b' port=5432 user='uptake' dbname=''"),
            (#"/tmp/it's\"#, "x'y", #"host='/tmp/it\'s\\' port=5432 user='uptake' dbname='x\'y'"#),
            ("/tmp/ประกัน", "สังคม", "host='/tmp/ประกัน' port=5432 user='uptake' dbname='สังคม'"),
        ])
    func quotes(folder: String, database: String, expected: String) {
        let endpoint = ServerEndpoint(socketDirectory: folder, port: 5432, user: "uptake")
        #expect(endpoint.connectionString(database: database) == expected)
    }
}
