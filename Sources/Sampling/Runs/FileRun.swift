/// Writes the rows of a run to the files of one definition: one after another, as the path changes with the day.
struct FileRun {
    let definition: FileDefinition
    private let directory: String
    private var writer: TextWriter
    private var faults: ArraySlice<Fault>
    private var faultsLeft = 0
    private var faultNumber = 0
    private var output: OutputFile?
    private var name = ""
    private var day = Int.min
    private var rows = 0
    private var line: [UInt8] = []
    private(set) var finished: [SampleFile] = []

    init(definition: FileDefinition, writer: TextWriter, directory: String) {
        self.definition = definition
        self.directory = directory
        self.writer = writer
        faults = definition.faults[...]
        faultsLeft = faults.first?.rows ?? 0
    }

    mutating func write(_ maker: inout RowMaker, words: [String], day: Int) throws(SampleError) {
        if day != self.day { try openFile(maker.slots, day: day) }
        line.removeAll(keepingCapacity: true)
        appendRecord(definition.columns, maker.slots)
        if let detail = definition.detail {
            let width = maker.program.details[detail.detail].fields.count
            for index in 0..<maker.lines[detail.detail].count / width {
                maker.restoreLine(index, of: detail.detail)
                appendRecord(detail.columns, maker.slots)
            }
        }
        try output?.append(line)
        rows += 1
        if let fault = faults.first, fault.position.isReached(day: day, row: rows) {
            try writeFault(fault, &maker)
        }
        if let word = writer.unwritableWord {
            throw .unwritable(word: words[word], file: name, encoding: definition.texts.encoding.rawValue)
        }
    }

    private mutating func appendRecord(_ columns: [FileDefinition.Column], _ slots: [Int64]) {
        for index in columns.indices {
            if index > 0, columns[index].width == nil { line.append(definition.delimiter) }
            let start = line.count
            writer.append(columns[index].parts, slots, to: &line)
            if columns[index].width == nil {
                definition.quoteIfNeeded(&line, from: start)
            } else {
                definition.pad(&line, from: start, columns[index])
            }
        }
        line.append(contentsOf: definition.lineEnd)
    }

    private mutating func writeFault(_ fault: Fault, _ maker: inout RowMaker) throws(SampleError) {
        faultNumber += 1
        var fields: [[UInt8]] = []
        for column in definition.columns {
            var field: [UInt8] = []
            writer.append(column.parts, maker.slots, to: &field)
            fields.append(field)
        }
        var bytes = fault.line(fields, number: faultNumber, of: definition)
        if definition.detail != nil { bytes += detailLines }
        try output?.append(bytes)
        rows += 1
        faultsLeft -= 1
        if faultsLeft == 0 {
            faults.removeFirst()
            faultsLeft = faults.first?.rows ?? 0
        }
    }

    /// The lines below the last row, which its faulty copy gets too.
    private var detailLines: [UInt8] {
        let header = line.firstIndex(of: UInt8(ascii: "\n")) ?? line.count - 1
        return Array(line[(header + 1)...])
    }

    private mutating func openFile(_ slots: [Int64], day: Int) throws(SampleError) {
        self.day = day
        var bytes: [UInt8] = []
        writer.append(definition.path, slots, to: &bytes)
        let name = String(decoding: bytes, as: UTF8.self)
        if name == self.name, output != nil { return }
        try finish()
        if finished.contains(where: { $0.name == name }) { throw .writtenTwice(path: name) }
        self.name = name
        let output = try OutputFile(path: directory + "/" + name)
        if !definition.header.isEmpty { try output.append(definition.header + definition.lineEnd) }
        self.output = output
    }

    /// The faults that have not been written.
    var faultsWaiting: Int { faults.count }

    /// Ends the file being written.
    mutating func finish() throws(SampleError) {
        guard let output else { return }
        let bytes = try output.finish()
        finished.append(SampleFile(name: name, rows: rows, bytes: bytes))
        rows = 0
        self.output = nil
    }
}
