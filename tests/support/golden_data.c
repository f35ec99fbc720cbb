/* Reads the CSV files named by the Pareto vectors and makes of them what the metric and filter of each vector file say.

   wholesale_customers.csv is part of the examples. The others may not be copied: they are read from the folder data/ of PATRON_SHARED. */
#include "golden_data.h"

#include "golden_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A decimal of up to four places in units of 1e-4. */
static int64_t ten_thousandths(const char *text)
{
  const int negative = *text == '-';
  int64_t value = 0;
  int places = -1;
  for (text += negative; *text; text++) {
    if (*text == '.') {
      places = 0;
      continue;
    }
    value = value * 10 + (*text - '0');
    places += places >= 0;
  }
  for (places = places < 0 ? 0 : places; places < 4; places++) value *= 10;
  return negative ? -value : value;
}

static int64_t number(const golden_csv *from, int64_t row, const char *column)
{
  return ten_thousandths(golden_csv_get(from, row, column));
}

/* One value for each vector file, from a row of its data. */
static int64_t metric(const char *name, const golden_csv *from, int64_t row)
{
  if (strcmp(name, "wholesale_total") == 0) {
    return number(from, row, "Fresh") + number(from, row, "Milk") + number(from, row, "Grocery") + number(from, row, "Frozen") + number(from, row, "Detergents_Paper")
      + number(from, row, "Delicassen");
  }
  if (strcmp(name, "wholesale_fresh") == 0) return number(from, row, "Fresh");
  if (strcmp(name, "wholesale_delicassen") == 0) return number(from, row, "Delicassen");
  if (strcmp(name, "cdnow_master_cds") == 0) return number(from, row, "cds");
  if (strcmp(name, "cdnow_master_dollars") == 0) return number(from, row, "dollars");
  if (strcmp(name, "rfm_customers_revenue") == 0 || strcmp(name, "rfm_orders_revenue") == 0) return number(from, row, "revenue");
  if (strcmp(name, "rfm_orders_count") == 0) return 10000;
  if (strcmp(name, "swiss_inhabitants") == 0) return number(from, row, "inhabitants_1900");
  if (strcmp(name, "receivable_invoiced") == 0) return number(from, row, "invoice_amount");
  if (strcmp(name, "receivable_latedays") == 0) return number(from, row, "invoice_amount") * (number(from, row, "days_late") / 10000);
  if (strncmp(name, "superstore", 10) == 0) return number(from, row, strstr(name, "profit") ? "profit" : "sales");
  return number(from, row, "quantity") / 10000 * (number(from, row, "price_each") - (strstr(name, "profit") ? number(from, row, "buy_price") : 0));
}

typedef struct source { const char *prefix, *file, *customer, *layer, *region; } source;

/* The longest matching prefix stands first. */
static const source SOURCES[] = {
  {"wholesale", "wholesale_customers.csv", "customer_id", "Channel", "Region"},
  {"cdnow", "cdnow_master.csv", "customer_id", NULL, NULL},
  {"rfm_customers", "rfm_customers.csv", "customer_id", NULL, NULL},
  {"rfm_orders", "rfm_orders.csv", "customer_id", NULL, NULL},
  {"swiss", "swiss_inhabitants.csv", "community_id", NULL, NULL},
  {"receivable", "accounts_receivable.csv", "customer_id", NULL, "country_code"},
  {"superstore_category", "superstore_orders.csv", "customer_id", "category", "region"},
  {"superstore_state", "superstore_orders.csv", "customer_id", "segment", "state"},
  {"superstore", "superstore_orders.csv", "customer_id", "segment", "region"},
  {"classicmodels_productline", "classicmodels_order_lines.csv", "customer_id", "product_line", NULL},
  {"classicmodels", "classicmodels_order_lines.csv", "customer_id", NULL, NULL},
};

static int by_customer(const void *a, const void *b)
{
  return strcmp(((const golden_row *)a)->customer, ((const golden_row *)b)->customer);
}

static int kept(const char *name, const golden_csv *from, int64_t row)
{
  if (strncmp(name, "superstore_2017", 15) == 0) return strncmp(golden_csv_get(from, row, "order_date"), "2017", 4) == 0;
  if (strncmp(name, "classicmodels", 13) == 0) return strcmp(golden_csv_get(from, row, "status"), "Cancelled") != 0;
  return 1;
}

/* Gives each row the region of its customer, and customers without orders a row of 0 where the vectors keep them. */
static void join_customers(const char *name, const golden_csv *customers, golden_data *out)
{
  const char *column = strstr(name, "country") ? "country" : "territory";
  const int keep_all = strstr(name, "productline") == NULL;
  for (int64_t c = 0; c < customers->rows; c++) {
    const char *id = golden_csv_get(customers, c, "customer_id"), *region = golden_csv_get(customers, c, column);
    if (*region == '\0') region = "(none)";
    for (int64_t i = 0; i < out->n; i++) {
      if (strcmp(out->rows[i].customer, id) == 0) out->rows[i].region = region;
    }
    if (keep_all) out->rows[out->n++] = (golden_row){id, "", region, 0};
  }
}

int golden_data_load(const char *name, golden_data *out)
{
  const char *shared = getenv("PATRON_SHARED");
  const source *from = SOURCES;
  golden_csv rows, customers = {0};
  char folder[900];
  int status;
  memset(out, 0, sizeof *out);
  while (strncmp(name, from->prefix, strlen(from->prefix)) != 0) from++;
  snprintf(folder, sizeof folder, "%s/data", shared ? shared : PATRON_SHARED);
  status = golden_csv_load(strncmp(name, "wholesale", 9) == 0 ? PATRON_WHOLESALE : folder, from->file, &rows);
  if (status == 1 && strncmp(name, "classicmodels", 13) == 0) status = golden_csv_load(folder, "classicmodels_customers.csv", &customers);
  if (status == 1) out->rows = malloc(sizeof *out->rows * (size_t)(rows.rows + customers.rows + 1));
  if (status == 1 && !out->rows) status = -1;
  for (int64_t i = 0; status == 1 && i < rows.rows; i++) {
    if (!kept(name, &rows, i)) continue;
    out->rows[out->n++] = (golden_row){golden_csv_get(&rows, i, from->customer), from->layer ? golden_csv_get(&rows, i, from->layer) : "", from->region ? golden_csv_get(&rows, i, from->region) : "",
                                       metric(name, &rows, i)};
  }
  if (status == 1 && customers.rows > 0) join_customers(name, &customers, out);
  if (status == 1) qsort(out->rows, (size_t)out->n, sizeof *out->rows, by_customer);
  out->text[0] = rows.text;
  out->text[1] = customers.text;
  free(rows.field);
  free(customers.field);
  return status;
}

void golden_data_free(golden_data *data)
{
  free(data->rows);
  free(data->text[0]);
  free(data->text[1]);
}
