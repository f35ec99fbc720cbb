// The Pareto classes as a good C++ programmer would write them: values brought together by group, std::sort, running sums, and a comparison for each row.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

namespace {

template <class Value, class Sum>
void classes(const Value *values, const std::int32_t *groups, std::int64_t n, std::int32_t ngroups, std::int8_t *out) {
  std::vector<std::int64_t> start(static_cast<std::size_t>(ngroups) + 2);
  for (std::int64_t i = 0; i < n; i++) start[static_cast<std::size_t>(groups[i]) + 2]++;
  for (std::size_t g = 2; g < start.size(); g++) start[g] += start[g - 1];
  std::vector<Value> grouped(static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; i++) grouped[static_cast<std::size_t>(start[static_cast<std::size_t>(groups[i]) + 1]++)] = values[i];
  std::vector<Value> cutoffs(2 * static_cast<std::size_t>(ngroups));
  for (std::size_t g = 0; g < static_cast<std::size_t>(ngroups); g++) {
    const auto first = grouped.begin() + start[g], last = grouped.begin() + start[g + 1];
    std::sort(first, last, std::greater<Value>());
    Sum total = 0, sum = 0;
    for (auto v = first; v != last && *v > 0; ++v) total += *v;
    auto v = first;
    for (std::size_t k = 0; k < 2 && total > 0; k++) {
      while (sum < total * (k == 0 ? 0.8 : 0.95) && v != last && *v > 0) sum += *v++;
      cutoffs[2 * g + k] = *(v - 1);
    }
  }
  for (std::int64_t i = 0; i < n; i++) {
    const Value *cut = &cutoffs[2 * static_cast<std::size_t>(groups[i])];
    out[i] = values[i] > 0 ? static_cast<std::int8_t>((values[i] < cut[0]) + (values[i] < cut[1])) : static_cast<std::int8_t>(-1);
  }
}

}

extern "C" void sort_classes_i64(const std::int64_t *values, const std::int32_t *groups, std::int64_t n, std::int32_t ngroups, std::int8_t *out) {
  classes<std::int64_t, double>(values, groups, n, ngroups, out);
}

extern "C" void sort_classes_f64(const double *values, const std::int32_t *groups, std::int64_t n, std::int32_t ngroups, std::int8_t *out) {
  classes<double, double>(values, groups, n, ngroups, out);
}
