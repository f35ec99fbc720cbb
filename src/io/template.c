/* The template: what somebody starts from who has facts somewhere and no files yet. */
#include "io/csv_write.h"
#include "io/output.h"
#include "io/paths.h"
#include "io/schema.h"
#include "io/tables.h"

#include <stdlib.h>
#include <string.h>

static const char opening[] =
  "# Facts and rules for Patron\n\n"
  "Fill `customers.csv`: `customer` and `sales` are enough for a first answer, every further column and table enables more. It begins with those columns that most answers need; any of the others below can be added. "
  "Leave blank what is not known; delete the files you do not need.\n"
  "Text is UTF-8, dates are 2026-07-01, money is 1234.50, flags are yes or no. Columns of your own may be added and used in rules.\n\n"
  "`policy/` holds the default rules. A table that is there takes the place of the whole default one, so change rows of it and leave the others in; of `settings.csv` only the keys that are there are taken. Delete the tables "
  "that you do not change. A blank value in `settings.csv` is a setting that is not set.\n\n"
  "    patron assess . --policy policy\n";

static patron_status write_table_text(patron_io *io, int32_t kind, const char *table, patron__io_output *output)
{
  const patron__io_known *known;
  char *text = patron__io_schema_text(io, kind, table);
  if (text == NULL) return patron__io_no_memory(io);
  patron__io_output_text(output, "\n### ");
  patron__io_output_text(output, table);
  patron__io_output_text(output, "\n\n");
  patron__io_output_text(output, text);
  patron__io_output_text(output, "\n\n| Column | Value | Meaning |\n|---|---|---|\n");
  free(text);
  for (int32_t i = 0; (known = patron__io_schema_at(io, kind, table, i)) != NULL; i++) {
    const char *parts[] = { "| `", known->column, known->required ? "` (needed) | " : "` | ", known->expected, " | ", known->text, " |\n" };
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) patron__io_output_text(output, parts[k]);
  }
  return PATRON_OK;
}

static patron_status write_settings_text(patron_io *io, patron__io_output *output)
{
  patron_table *settings = NULL;
  int64_t rows = 0;
  patron_status status = patron_schema(io->context, "settings", &settings);
  if (status != PATRON_OK) return patron__io_fail_context(io, status, "schema");
  (void)patron_table_rows(settings, &rows);
  patron__io_output_text(output, "\n## Settings\n\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
    char *texts[4] = { patron__io_cell(settings, "key", row), patron__io_cell(settings, "expected", row), patron__io_cell(settings, "default", row), patron__io_cell(settings, "doc", row) };
    for (int i = 0; i < 4; i++) {
      patron__io_output_text(output, i == 0 ? "| `" : i == 1 ? "` | " : " | ");
      if (texts[i] == NULL) status = patron__io_no_memory(io); else patron__io_output_text(output, texts[i]);
      free(texts[i]);
    }
    patron__io_output_text(output, " |\n");
  }
  patron_table_destroy(settings);
  return status;
}

static patron_status write_readme(patron_io *io, patron__io_folder *folder)
{
  patron__io_output output;
  const char *table;
  patron_status status = patron__io_folder_file(folder, "README.md", &output);
  if (status != PATRON_OK) return status;
  patron__io_output_text(&output, opening);
  patron__io_output_text(&output, "\n## Facts\n");
  for (int32_t i = 0; status == PATRON_OK && (table = patron__io_schema_table(io, PATRON__IO_FACT, i)) != NULL; i++) status = write_table_text(io, PATRON__IO_FACT, table, &output);
  patron__io_output_text(&output, "\n## Rules\n");
  for (int32_t i = 0; status == PATRON_OK && (table = patron__io_schema_table(io, PATRON__IO_RULE, i)) != NULL; i++) status = write_table_text(io, PATRON__IO_RULE, table, &output);
  if (status == PATRON_OK) status = write_settings_text(io, &output);
  if (status == PATRON_OK) return patron__io_output_commit(&output);
  patron__io_output_abandon(&output);
  return status;
}

/* What most answers need of a customer: values, groups, and both sides' answers. */
static int32_t is_usual(const char *column)
{
  static const char *const usual[] = { "customer", "name", "layer", "territory", "owner", "sales", "profit", "sales_previous", "potential", "our_commitment", "our_trust", "their_commitment", "their_trust" };
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
    if (strcmp(usual[i], column) == 0) return 1;
  return 0;
}

/* A header line with the columns of a fact table that have names of their own; of `customers`, which has too many to look through, the usual ones. */
static patron_status write_header(patron_io *io, patron__io_folder *folder, const char *table)
{
  patron__io_output output;
  const patron__io_known *known;
  char *file = patron__io_concat(table, ".csv");
  if (file == NULL) return patron__io_no_memory(io);
  patron_status status = patron__io_folder_file(folder, file, &output);
  free(file);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0, written = 0; (known = patron__io_schema_at(io, PATRON__IO_FACT, table, i)) != NULL; i++) {
    if (known->pattern || (strcmp(table, "customers") == 0 && !is_usual(known->column))) continue;
    if (written++ > 0) patron__io_output_text(&output, ",");
    patron__io_csv_field(&output, known->column, (int64_t)strlen(known->column));
  }
  patron__io_output_text(&output, "\n");
  return patron__io_output_commit(&output);
}

static patron_status write_rules(patron_io *io, patron__io_folder *folder, const patron_policy *policy, const char *name)
{
  patron_table *table = NULL;
  patron__io_output output;
  int64_t rows = 0;
  patron_status status = patron_policy_table(policy, name, &table);
  if (status == PATRON_E_NOT_FOUND) return PATRON_OK;
  if (status != PATRON_OK) return patron__io_fail_context(io, status, "policy");
  (void)patron_table_rows(table, &rows);
  char *start = patron__io_concat("policy/", name), *file = start == NULL ? NULL : patron__io_concat(start, ".csv");
  if (file == NULL) status = patron__io_no_memory(io);
  else if (rows > 0) {
    status = patron__io_folder_file(folder, file, &output);
    if (status == PATRON_OK) {
      status = patron__io_csv_write(io, table, &output);
      if (status == PATRON_OK) status = patron__io_output_commit(&output);
      else patron__io_output_abandon(&output);
    }
  }
  free(start);
  free(file);
  patron_table_destroy(table);
  return status;
}

static patron_status write_policy(patron_io *io, patron__io_folder *folder)
{
  patron_policy *policy = NULL;
  const char *table;
  patron_status status = patron_policy_create(io->context, NULL, &policy);
  if (status != PATRON_OK) return patron__io_fail_context(io, status, "policy");
  status = patron__io_folder_inside(folder, "policy");
  for (int32_t i = 0; status == PATRON_OK && (table = patron__io_schema_table(io, PATRON__IO_RULE, i)) != NULL; i++) status = write_rules(io, folder, policy, table);
  patron_policy_destroy(policy);
  return status;
}

patron_status patron_io_write_template(patron_io *io, const char *path)
{
  if (io == NULL || path == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron__io_folder folder;
  const char *table;
  if (patron__io_path_exists(path)) return patron__io_fail(io, PATRON_E_DUPLICATE, "%s: is there already (expected the name of a new folder)", path);
  patron_status status = patron__io_folder_open(io, path, &folder);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; status == PATRON_OK && (table = patron__io_schema_table(io, PATRON__IO_FACT, i)) != NULL; i++) status = write_header(io, &folder, table);
  if (status == PATRON_OK) status = write_policy(io, &folder);
  if (status == PATRON_OK) status = write_readme(io, &folder);
  if (status == PATRON_OK) return patron__io_folder_commit(&folder, NULL);
  patron__io_folder_abandon(&folder);
  return status;
}
