#pragma once
// Student's t distribution.

namespace parcours::analysis {

/// P(T > t) for t >= 0 and `degrees` > 0 degrees of freedom. Exact to about 1e-10.
[[nodiscard]] double student_tail(double t, double degrees);

/// The 97.5 % quantile.
///
/// Cost: a few microseconds; exact to about 1e-10.
[[nodiscard]] double student_quantile(double degrees);
/// The value beyond which `tail` (0 < tail < 0.5) lies.
[[nodiscard]] double student_quantile(double degrees, double tail);

}  // namespace parcours::analysis
