// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled under the same upcoming rules; C wrappers add strict memory safety.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let wrapperSettings = settings + [.strictMemorySafety()]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "uptake",
    products: [.executable(name: "uptake", targets: ["UptakeCommand"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // 0  C
        .systemLibrary(name: "CLibCSV"),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CLibXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibODBC", pkgConfig: "odbc", providers: [.apt(["unixodbc-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CClp", providers: [.apt(["coinor-libclp-dev"])]),

        // 1  wrappers
        .target(name: "CSVParsing", dependencies: ["CLibCSV"], swiftSettings: wrapperSettings),
        .target(name: "Postgres", dependencies: ["CLibPQ"], swiftSettings: wrapperSettings),
        .target(name: "ODBC", dependencies: ["CLibODBC"], swiftSettings: wrapperSettings),
        .target(name: "Compression", dependencies: ["CZlib"], swiftSettings: wrapperSettings),
        .target(name: "Hashing", dependencies: ["CLibCrypto"], swiftSettings: wrapperSettings),
        .target(
            name: "Spreadsheet", dependencies: ["CLibXLSXWriter", "CZlib"], swiftSettings: wrapperSettings),
        .target(name: "LinearProgramming", dependencies: ["CClp"], swiftSettings: wrapperSettings),
        .target(name: "PrivateServer", swiftSettings: settings),

        // 2  values
        .target(name: "Records", swiftSettings: settings),
        .target(name: "Periods", swiftSettings: settings),
        .target(name: "Disclosure", dependencies: ["LinearProgramming"], swiftSettings: settings),
        .target(
            name: "Definitions", dependencies: [.product(name: "Yams", package: "Yams")],
            swiftSettings: settings),

        // 3  stages
        .target(
            name: "Extraction",
            dependencies: [
                "CSVParsing", "Compression", "Postgres", "ODBC", "Hashing", "Records", "Definitions", "Periods",
            ],
            swiftSettings: settings),
        .target(
            name: "Transformation", dependencies: ["Hashing", "Records", "Definitions", "Periods"],
            swiftSettings: settings),
        .target(
            name: "Warehouse",
            dependencies: ["CSVParsing", "Postgres", "Hashing", "Records", "Definitions", "Periods"],
            swiftSettings: settings),
        .target(
            name: "MetricQueries", dependencies: ["Postgres", "Definitions", "Periods", "Disclosure"],
            swiftSettings: settings),
        .target(
            name: "Sampling", dependencies: ["Definitions", "Periods"], swiftSettings: settings),

        // 4  runs
        .target(
            name: "Pipelines",
            dependencies: [
                "Extraction", "Transformation", "Warehouse", "Postgres", "Records", "Definitions",
                "Periods", "Hashing", logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Reporting",
            dependencies: [
                "MetricQueries", "Warehouse", "Spreadsheet", "Postgres", "Definitions", "Periods",
                "Hashing", logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Scheduling",
            dependencies: ["Warehouse", "Postgres", "Definitions", "Periods", logging],
            swiftSettings: settings),

        .target(
            name: "Rules",
            dependencies: ["MetricQueries", "Warehouse", "Postgres", "Definitions", "Periods", "Hashing"],
            swiftSettings: settings),

        // 5  program
        .executableTarget(
            name: "UptakeCommand",
            dependencies: [
                "Pipelines", "Reporting", "Rules", "Scheduling", "Warehouse", "MetricQueries", "Sampling",
                "PrivateServer", "Postgres", "Hashing", "Extraction", "Transformation", "Definitions", "Periods",
                logging, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        // Tests
        .target(
            name: "TestSupport", dependencies: ["PrivateServer"], path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(
            name: "PrivateServerTests", dependencies: ["PrivateServer", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "RepositoryTests", dependencies: ["TestSupport"], swiftSettings: settings),
        .testTarget(name: "SpreadsheetTests", dependencies: ["Spreadsheet"], swiftSettings: settings),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["Reporting", "MetricQueries", "Spreadsheet", "Definitions", "Periods", "TestSupport"],
            swiftSettings: settings),
        .testTarget(name: "PeriodsTests", dependencies: ["Periods"], swiftSettings: settings),
        .testTarget(
            name: "DisclosureTests", dependencies: ["Disclosure", "TestSupport"],
            exclude: ["attack.py", "attack_jointly.py"], swiftSettings: settings),
        .testTarget(
            name: "LinearProgrammingTests", dependencies: ["LinearProgramming"], swiftSettings: settings),
        .testTarget(
            name: "DefinitionsTests", dependencies: ["Definitions", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "MetricQueriesTests",
            dependencies: ["MetricQueries", "Postgres", "Definitions", "Periods", "TestSupport"],
            exclude: ["Fixtures", "Explain/decompose.py"], swiftSettings: settings),
        .testTarget(
            name: "MetricIntegrationTests",
            dependencies: ["MetricQueries", "Warehouse", "Postgres", "Definitions", "Periods", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SchedulingTests", dependencies: ["Scheduling", "Definitions", "Periods"], swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "TestSupport", "UptakeCommand", "Reporting", "MetricQueries", "Definitions", "Periods", "Postgres",
            ],
            exclude: ["Fixtures", "Recomputation", "read_workbook.py", "Disclosure/attacker"], swiftSettings: settings),
        .testTarget(
            name: "SamplingTests", dependencies: ["Sampling", "Definitions", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "CSVParsingTests", dependencies: ["CSVParsing"], swiftSettings: settings),
        .testTarget(name: "ODBCTests", dependencies: ["ODBC", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"], swiftSettings: settings),
        .testTarget(name: "RecordsTests", dependencies: ["Records", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "ExtractionTests",
            dependencies: ["Extraction", "ODBC", "Definitions", "Hashing", "Records", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "TransformationTests",
            dependencies: ["Transformation", "Definitions", "Hashing", "Periods", "Records", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "WarehouseTests", dependencies: ["Warehouse", "Definitions", "Periods", "Records"],
            swiftSettings: settings),
        .testTarget(
            name: "WarehouseIntegrationTests",
            dependencies: [
                "Pipelines", "Rules", "Extraction", "Warehouse", "MetricQueries", "Postgres", "Hashing", "Records",
                "Definitions", "Periods", "PrivateServer", "TestSupport", logging,
            ],
            swiftSettings: settings),
    ]
)
