package import Definitions
package import Periods

/// A question: why a metric is not what it was.
package struct ExplanationRequest: Sendable {
    package var metric: String
    package var period: Period
    /// The period to compare with; without one, that of the metric if it is a change, else the same a year earlier.
    package var against: Period?
    /// The attributes whose members explain the change, each beneath the one before.
    package var by: [AttributePath]
    package var filters: [Filter]
    package var language: Language
    /// As of when both periods are taken.
    package var asOf: Knowledge
    /// As of when the earlier period's figure was published, if that is another moment.
    package var againstAsOf: Knowledge?

    package init(
        metric: String, period: Period, against: Period? = nil, by: [AttributePath] = [], filters: [Filter] = [],
        language: Language, asOf: Knowledge = .current, againstAsOf: Knowledge? = nil
    ) {
        self.metric = metric
        self.period = period
        self.against = against
        self.by = by
        self.filters = filters
        self.language = language
        self.asOf = asOf
        self.againstAsOf = againstAsOf
    }
}

/// The answer: the change between two periods, taken apart by members, exactly.
///
///     later − earlier as published = headline + restatement
///     headline = later − earlier, both as known at the same moment
///              = within + mix + entry/exit = Σ contributions, at every level
package struct MetricExplanation: Sendable {
    /// The metric that is explained, with its unit; of a change the one that it is the change of.
    package let metric: MetricDefinition
    package let by: [Attribute]
    package let period: Period
    package let base: Period
    package let language: Language
    package let asOf: Knowledge
    package let after: MetricCell
    package let before: MetricCell
    /// nil when one of the periods has no value, or may not be compared.
    package let change: Change?
    package let restatement: Restatement?
    /// What has become known since the moment asked about.
    package let since: Since?
    /// Why there is no change, and what is lacking behind a mark.
    package let notes: [LocalizedText]

    package struct Attribute: Sendable {
        package let path: AttributePath
        /// What its members are, in words; the path when nothing says it.
        package let noun: LocalizedText
        /// The columns of the natural key behind its members' names.
        package var keyColumns: [String] = []
    }

    package struct Change: Sendable {
        package let headline: BigFraction
        /// One per attribute: the sum over its members.
        package let levels: [RatioContribution]
        /// Largest contribution first, ties in the members' own order.
        package var members: [ExplainedMember]
    }

    /// What was known of the earlier period when its figure was published, and what is known of it.
    package struct Restatement: Sendable {
        package let publishedAsOf: Knowledge
        package let published: MetricCell
        /// What is known less what was published; nil when either is absent.
        package let effect: BigFraction?
    }

    /// Both periods as they are known now, when the question was about an earlier moment.
    ///
    ///     change now = headline + (later now − later then) − (earlier now − earlier then)
    package struct Since: Sendable {
        package let after: MetricCell
        package let before: MetricCell
        package let afterEffect: BigFraction?
        package let beforeEffect: BigFraction?
        package let headline: BigFraction?
    }

    /// Whether the metric is a rate, whose change has parts.
    package var isRatio: Bool { if case .ratio = metric.kind { true } else { false } }

    /// The change from the earlier figure as it was published: headline and restatement together.
    package var publishedChange: BigFraction? {
        guard let headline = change?.headline else { return nil }
        guard let restatement else { return headline }
        return restatement.effect.map { headline + $0 }
    }

    /// Keeps the first few members at every level and folds the rest into one.
    package func top(_ count: Int) throws -> MetricExplanation {
        guard var change else { return self }
        do {
            change.members = try change.members.folded(after: count)
        } catch {
            throw MetricQueryError.arithmetic(error, metric: metric.name.value)
        }
        return MetricExplanation(
            metric: metric, by: by, period: period, base: base, language: language, asOf: asOf, after: after,
            before: before, change: change, restatement: restatement, since: since, notes: notes)
    }
}

/// The parts of an explanation do not add up.
package struct ExplanationError: Error, CustomStringConvertible {
    package let metric: String
    package let underlying: DecompositionError

    package var description: String { "the change of metric `\(metric)` cannot be explained: \(underlying)" }
}
