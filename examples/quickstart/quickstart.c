/* The smallest useful program: two customers, what is known of each, and what Patron decides. */
#include <stdio.h>

#include "patron/patron.h"

static void print(const patron_assessment *result, patron_customer customer, const char *column) {
  char text[128] = "unknown";
  patron_assessment_text(result, customer, column, text, sizeof text, NULL);
  printf("  %-20s %s\n", column, text);
}

int main(void) {
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  patron_customer acme = 0, bolt = 0;
  patron_context_create(NULL, &context);
  patron_portfolio_create(context, "EUR", &book);
  patron_portfolio_add_customer(book, "ACME", -1, &acme);
  patron_customer_set_money(book, acme, "sales", 12000000); /* 120 000.00 */
  patron_customer_set_number(book, acme, "our_commitment", 85.0);
  patron_customer_set_number(book, acme, "our_trust", 90.0);
  patron_customer_set_number(book, acme, "their_commitment", 45.0);
  patron_customer_set_number(book, acme, "their_trust", 72.0);
  patron_portfolio_add_customer(book, "BOLT", -1, &bolt);
  patron_customer_set_money(book, bolt, "sales", 2000000); /* 20 000.00 */
  if (patron_assess(book, NULL, &result) != PATRON_OK) { /* NULL: the default policy */
    char text[512] = "";
    patron_context_error(context, text, sizeof text, NULL);
    fprintf(stderr, "%s\n", text);
    return 1;
  }
  printf("ACME\n");
  print(result, acme, "key");
  print(result, acme, "sales_class");
  print(result, acme, "relationship_level");
  print(result, acme, "exposed");
  print(result, acme, "severity");
  printf("BOLT\n");
  print(result, bolt, "key");
  print(result, bolt, "sales_class");
  print(result, bolt, "relationship_level");
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
  patron_context_destroy(context);
  return 0;
}
