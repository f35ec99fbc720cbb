// Two customers: decide, say why, apply the model to a third, and see a mistake refused.
#include <iostream>

#include "patron.hpp"

int main() try {
  patron::portfolio book("EUR");
  const patron_customer acme = book.add("ACME");
  book.money(acme, "sales", 12000000);
  const char *const columns[] = {"our_commitment", "our_trust", "their_commitment", "their_trust"};
  const double points[] = {85, 90, 45, 72};
  for (int i = 0; i < 4; i++) book.number(acme, columns[i], points[i]);
  book.money(book.add("BOLT"), "sales", 2000000);

  const patron::policy rules = book.policy();
  book.set(rules, "matrix.bands", "40,70");
  const patron::model model = book.fit(rules);
  const patron::assessment result = book.apply(model);
  for (const char *id : {"ACME", "BOLT"}) std::cout << id << ": key " << *result.text(id, "key") << ", " << *result.text(id, "relationship_level") << ", gap " << result.text(id, "gap").value_or("unknown") << "\n";

  const patron::table why = result.explain("ACME");
  const auto factors = why.column("factor"), sentences = why.column("text");
  for (size_t i = 0; i < factors.size(); i++)
    if (factors[i] == "relationship_level") std::cout << "  " << *sentences[i] << "\n";

  patron::portfolio today("EUR");
  today.money(today.add("CORD"), "sales", 15000000);
  std::cout << "CORD: class " << *today.apply(model).text("CORD", "sales_class") << " by the model of yesterday\n";
  try {
    book.number(acme, "their_trust", 172);
  } catch (const patron::error &refused) {
    std::cout << "refused: " << refused.column << " of row " << refused.row << " is " << refused.value << ", expected " << refused.expected << "\n";
  }
  return 0;
} catch (const std::exception &failure) {
  std::cerr << failure.what() << "\n";
  return 1;
}
