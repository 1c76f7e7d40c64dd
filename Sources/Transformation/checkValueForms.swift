package import Definitions

/// Checks the forms of days, the patterns and the bounds of every pipeline, which are texts to the declarations.
package func checkValueForms(of project: Project, _ collector: DiagnosticCollector) {
    for pipeline in project.pipelinesInOrder {
        if let control = pipeline.control, DateFormat(control.date.value, calendar: control.calendar) == nil {
            collector.error(
                at: control.date.location,
                "`\(control.date.value)` is no form of a day; write it with yyyy or yy, MM, dd")
        }
        let fields: [TargetField]
        if let fact = project.facts[pipeline.load.value] {
            fields = TargetField.fields(of: fact, in: project)
        } else if let dimension = project.dimensions[pipeline.load.value] {
            fields = TargetField.fields(of: dimension, in: project)
        } else {
            continue
        }
        for field in fields {
            guard let mapping = pipeline.column(field.name) else { continue }
            do {
                let compiler = FieldCompiler(sourceColumns: [], key: nil) { dimension, _ in
                    throw TransformationError(location: nil, message: "`\(dimension.name.value)` is not looked up here")
                }
                if needsForm(field, mapping) {
                    _ = try compiler.operation(field, mapping)
                } else {
                    _ = try compiler.patterns(mapping)
                }
            } catch let error as TransformationError {
                collector.error(at: error.location ?? mapping.target.location, error.message)
            } catch {
                collector.error(at: mapping.target.location, "\(error)")
            }
        }
    }
}

/// Whether a field is read by a form; a day without one is reported by the declarations themselves.
private func needsForm(_ field: TargetField, _ mapping: ColumnMapping) -> Bool {
    switch field.purpose {
    case .calendar, .value(.date), .value(.timestamp): mapping.date != nil
    case .member, .value(.pseudonym): false
    case .value: true
    }
}
