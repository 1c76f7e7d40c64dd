internal import Hashing

/// Names the data that a report stands on: the same deliveries, read under the same definitions, give the same name.
func dataVersion(of deliveries: [UsedDelivery]) -> String {
    let lines = Set(deliveries.map { "\($0.pipeline) \($0.sha256) \($0.definitionHash)" }).sorted()
    return String(SHA256Digest(of: lines.joined(separator: "\n")).description.prefix(16))
}
