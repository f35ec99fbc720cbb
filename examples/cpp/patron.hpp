// Patron in C++17: handles that destroy themselves, errors as exceptions, unknown as std::optional. Header only; whatever is not here is called as in C, with `get()`.
#ifndef PATRON_HPP
#define PATRON_HPP

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "patron/patron.h"

namespace patron {

// What Patron refused: what() is the sentence; the parts are empty where they do not apply.
struct error : std::runtime_error {
  patron_status status;
  std::string table, column, row, value, expected;
  error(patron_status number, const std::string &text) : std::runtime_error(text), status(number) {}
};

// Text by the convention of the library: asked for its size, then fetched. No value: unknown.
template <class Reader> std::optional<std::string> text(Reader reader) {
  int64_t needed = 0;
  patron_status status = reader(static_cast<char *>(nullptr), int64_t{0}, &needed);
  if (status == PATRON_UNKNOWN) return std::nullopt;
  std::string found(static_cast<size_t>(needed), '\0');
  if (status == PATRON_OK) status = reader(found.data(), needed, &needed);
  if (status != PATRON_OK) throw error(status, patron_status_message(status));
  found.resize(found.size() - 1);
  return found;
}

inline void check(patron_status status, const patron_context *context = nullptr) {
  if (status == PATRON_OK) return;
  if (context == nullptr) throw error(status, patron_status_message(status));
  error failure(status, text([&](char *buf, int64_t cap, int64_t *needed) { return patron_context_error(context, buf, cap, needed); }).value());
  const auto part = [&](const char *name) { return text([&](char *buf, int64_t cap, int64_t *needed) { return patron_context_error_part(context, name, buf, cap, needed); }).value_or(""); };
  failure.table = part("table"), failure.column = part("column"), failure.row = part("row"), failure.value = part("value"), failure.expected = part("expected");
  throw failure;
}

template <class T, void (*destroy)(T *)> struct destroyer {
  void operator()(T *handle) const { destroy(handle); }
};
template <class T, void (*destroy)(T *)> using handle = std::unique_ptr<T, destroyer<T, destroy>>;
using context = handle<patron_context, patron_context_destroy>;
using policy = handle<patron_policy, patron_policy_destroy>;
using model = handle<patron_model, patron_model_destroy>;

// The handle that a constructor of the library hands out last.
template <class Handle, class Maker, class... Arguments> Handle made(const patron_context *errors, Maker maker, Arguments... arguments) {
  typename Handle::pointer out = nullptr;
  check(maker(arguments..., &out), errors);
  return Handle(out);
}

// A finished table.
struct table : handle<patron_table, patron_table_destroy> {
  using unique_ptr::unique_ptr;
  int64_t rows() const { int64_t n = 0; check(patron_table_rows(get(), &n)); return n; }
  // A column of any type as text, row by row.
  std::vector<std::optional<std::string>> column(const char *name) const {
    int64_t place = 0, n = rows(), needed = 0;
    check(patron_table_find_column(get(), name, &place));
    check(patron_table_read_text(get(), place, 0, n, nullptr, nullptr, 0, &needed, nullptr));
    std::vector<int64_t> offsets(static_cast<size_t>(n) + 1);
    std::vector<uint8_t> known(static_cast<size_t>(n) / 8 + 1);
    std::string bytes(static_cast<size_t>(needed) + 1, '\0');
    check(patron_table_read_text(get(), place, 0, n, offsets.data(), bytes.data(), needed, nullptr, known.data()));
    std::vector<std::optional<std::string>> found(static_cast<size_t>(n));
    for (size_t i = 0; i < found.size(); i++)
      if (known[i / 8] >> i % 8 & 1) found[i] = bytes.substr(static_cast<size_t>(offsets[i]), static_cast<size_t>(offsets[i + 1] - offsets[i]));
    return found;
  }
};

// The decisions.
struct assessment : handle<patron_assessment, patron_assessment_destroy> {
  using unique_ptr::unique_ptr;
  patron_customer customer(std::string_view id) const { patron_customer found = 0; check(patron_assessment_find_customer(get(), id.data(), static_cast<int64_t>(id.size()), &found)); return found; }
  std::optional<std::string> text(std::string_view id, const char *column) const {
    return patron::text([&](char *buf, int64_t cap, int64_t *needed) { return patron_assessment_text(get(), customer(id), column, buf, cap, needed); });
  }
  patron::table table(const char *name) const { return made<patron::table>(nullptr, patron_assessment_table, get(), name); }
  patron::table explain(std::string_view id) const { return made<patron::table>(nullptr, patron_assessment_explain, get(), customer(id)); }
};

// The facts.
struct portfolio {
  patron::context context = made<patron::context>(nullptr, patron_context_create, nullptr);
  handle<patron_portfolio, patron_portfolio_destroy> facts;
  explicit portfolio(const char *currency) : facts(made<decltype(facts)>(context.get(), patron_portfolio_create, context.get(), currency)) {}
  patron_customer add(std::string_view id) { patron_customer one = 0; check(patron_portfolio_add_customer(facts.get(), id.data(), static_cast<int64_t>(id.size()), &one), context.get()); return one; }
  void money(patron_customer one, const char *column, int64_t minor_units) { check(patron_customer_set_money(facts.get(), one, column, minor_units), context.get()); }
  void number(patron_customer one, const char *column, double value) { check(patron_customer_set_number(facts.get(), one, column, value), context.get()); }
  patron::policy policy(const char *preset = nullptr) const { return made<patron::policy>(context.get(), patron_policy_create, context.get(), preset); }
  void set(const patron::policy &rules, const char *key, const char *value) const { check(patron_policy_set(rules.get(), key, value), context.get()); }
  void weigh(const patron::policy &rules, const char *scorecard, const char *criterion, double weight) const { check(patron_policy_set_weight(rules.get(), scorecard, criterion, weight), context.get()); }
  patron::model fit(const patron::policy &rules) const { return made<patron::model>(context.get(), patron_fit, facts.get(), rules.get()); }
  assessment apply(const patron::model &fitted) const { return made<assessment>(context.get(), patron_apply, fitted.get(), facts.get()); }
  assessment assess(const patron::policy &rules = nullptr) const { return made<assessment>(context.get(), patron_assess, facts.get(), rules.get()); }
};

}  // namespace patron

#endif
