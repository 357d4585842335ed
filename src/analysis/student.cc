#include "analysis/student.h"

#include "analysis/incomplete_beta.h"

namespace parcours::analysis {

double student_tail(double t, double degrees) {
  return 0.5 * incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

double student_quantile(double degrees) {
  return student_quantile(degrees, 0.025);
}

double student_quantile(double degrees, double tail) {
  double low = 0;
  double high = 1;
  while (student_tail(high, degrees) > tail && high < 1e12) high *= 2;
  for (int i = 0; i < 200 && high - low > 1e-13 * high; ++i) {
    const double middle = (low + high) / 2;
    (student_tail(middle, degrees) > tail ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace parcours::analysis
